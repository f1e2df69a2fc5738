package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunCommandTest {
    @TempDir
    Path folder;

    @Test
    void theAnswerGoesToStandardOutputAndProgressToStandardError() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(Sse.call("c1", "exec_command", "{\"cmd\":\"echo hello > made.txt\"}"))
                    .respond(Sse.text("I made a file."));
            CliRun run = CliRun.of(
                    "run",
                    "--base-url",
                    server.url().toString(),
                    "--sandbox",
                    "none",
                    "-C",
                    folder.toString(),
                    "make",
                    "a",
                    "file");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SUCCESS);
            assertThat(run.out()).isEqualTo("I made a file.\n");
            assertThat(run.err())
                    .contains("make a file")
                    .contains("echo hello > made.txt")
                    .contains("exit 0");
            assertThat(folder.resolve("made.txt")).hasContent("hello");
        }
    }

    @Test
    void jsonPrintsEvents() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(Sse.text("Hello."));
            CliRun run = CliRun.of(
                    "run",
                    "--base-url",
                    server.url().toString(),
                    "--sandbox",
                    "none",
                    "-C",
                    folder.toString(),
                    "--json",
                    "hi");
            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SUCCESS);
            assertThat(run.out().lines()).allMatch(line -> line.startsWith("{\"version\":"));
            assertThat(run.out()).contains("\"turn.completed\"");
            assertThat(run.err()).isEmpty();
        }
    }

    @Test
    void withoutAModelServiceItSaysHowToNameOne() {
        CliRun run = CliRun.of(
                "run",
                "-c",
                "model_providers.x.base_url=https://example.org/v1",
                "-c",
                "model_providers.x.env_key=AGENTLOOP_NO_SUCH_KEY",
                "-c",
                "model_provider=x",
                "hi");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .startsWith(
                        "agent: No key for example.org: the environment variable AGENTLOOP_NO_SUCH_KEY is not set.");
    }

    @ParameterizedTest
    @CsvSource({
        "responses,/v1/responses,gpt-5.5",
        "chat,/v1/chat/completions,gpt-5.5",
        "messages,/v1/messages,claude-sonnet-5"
    })
    void theEndpointNamesTheWire(String name, String path, String model) {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(Sse.text("Hello."));
            CliRun run = CliRun.of(
                    Map.of("OPENAI_API_KEY", "key-of-openai", "ANTHROPIC_API_KEY", "key-of-anthropic"),
                    "run",
                    "--endpoint",
                    name,
                    "--base-url",
                    server.url().toString(),
                    "--sandbox",
                    "none",
                    "-C",
                    folder.toString(),
                    "hi");
            assertThat(run.out()).as(run.err()).isEqualTo("Hello.\n");
            RecordedRequest sent = server.requests().get(0);
            assertThat(sent.path()).isEqualTo(path);
            assertThat(sent.at("/model")).isEqualTo(model);
            assertThat(sent.header(name.equals("messages") ? "x-api-key" : "authorization"))
                    .hasValue(name.equals("messages") ? "key-of-anthropic" : "Bearer key-of-openai");
        }
    }

    @Test
    void withoutAPromptItIsAUsageError() {
        assertThat(CliRun.of("run").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CliRun.of(Map.of("OPENAI_API_KEY", "k"), "run", "  ").exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aFolderThatDoesNotExistIsAConfigurationError() {
        CliRun run = CliRun.of(
                "run",
                "--base-url",
                "http://127.0.0.1:9/v1",
                "-C",
                folder.resolve("none").toString(),
                "hi");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("none is not a folder");
    }

    @Test
    void aFailedTurnExitsWithOneAndShowsNoStackTraceUnlessAsked() throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.otherwise(request -> dev.agentloop.testkit.Reply.error(401, "invalid_api_key", "Wrong key"));
            Path home = Files.createDirectory(folder.resolve("home"));
            String[] args = {
                "run", "--base-url", server.url().toString(), "--sandbox", "none", "-C", home.toString(), "hi"
            };
            CliRun run = CliRun.of(args);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains("agent: ").contains("Wrong key").doesNotContain("\tat ");
            assertThat(CliRun.of(Map.of("AGENTLOOP_DEBUG", "1"), args).err()).contains("\tat ");
        }
    }
}
