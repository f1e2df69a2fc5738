package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.spi.AgentRuntimeProvider;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptCommandTest {
    @TempDir
    Path folder;

    private Path project;
    private Map<String, String> environment;

    @BeforeEach
    void makeFolders() throws IOException {
        folder = folder.toRealPath();
        project = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(project.resolve(".git"));
        Files.writeString(project.resolve("AGENTS.md"), "Use tabs — always.\n");
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("AGENTS.md"), "Be kind.");
        Path skill = Files.createDirectories(home.resolve("skills/release"));
        Files.writeString(skill.resolve("SKILL.md"), "---\nname: release\ndescription: Makes a release.\n---\n");
        environment = Map.of("AGENTLOOP_HOME", home.toString());
    }

    @Test
    void thePiecesAreByteForByteWhatTheServerReceives() throws IOException {
        config(
                "model = 'scripted-model'\nmodel_provider = 'local'\napproval_policy = 'never'\n[sandbox_workspace_write]\nnetwork_access = true\n");
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(Sse.text("Hello."));
            String provider = "model_providers.local.base_url=" + server.url();
            CliRun prompt = run("prompt", "--json", "-C", project.toString(), "-c", provider, "--sandbox", "none");
            CliRun run = run("run", "-C", project.toString(), "-c", provider, "--sandbox", "none", "hi");

            assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SUCCESS);
            assertThat(prompt.exitCode()).as(prompt.err()).isEqualTo(ExitCode.SUCCESS);
            RecordedRequest request = server.requests().get(0);
            List<String> sent = new ArrayList<>(List.of(request.at("/instructions")));
            sent.addAll(request.inputTexts());
            assertThat(String.join("", texts(prompt)) + "hi").isEqualTo(String.join("", sent));
            assertThat(request.at("/model")).isEqualTo("scripted-model");
            assertThat(kinds(prompt))
                    .containsExactly("instructions", "permissions", "skills", "agents_md", "environment");
        }
    }

    @Test
    void tellsSizesAndSources() {
        Map<String, Object> fragment =
                fragments(run("prompt", "--json", "-C", project.toString())).get(3);

        assertThat(fragment.keySet()).containsExactly("kind", "role", "text", "bytes", "estimatedTokens", "sources");
        String text = "# AGENTS.md instructions for " + project
                + "\n\n<INSTRUCTIONS>\nBe kind.\n\nUse tabs — always.\n\n</INSTRUCTIONS>";
        assertThat(fragment)
                .containsEntry("text", text)
                .containsEntry("role", "user")
                .containsEntry("bytes", text.length() + 2)
                .containsEntry("estimatedTokens", (text.length() + 2 + 3) / 4)
                .containsEntry(
                        "sources",
                        List.of(
                                folder.resolve("home/AGENTS.md").toString(),
                                project.resolve("AGENTS.md").toString()));
    }

    @Test
    void aSettingOnTheCommandLineWinsOverFiles() throws IOException {
        config("project_doc_max_bytes = 0\nsandbox_mode = 'danger-full-access'\n");

        assertThat(run("prompt", "-C", project.toString()).out())
                .contains("Be kind.", "may read and change everything")
                .doesNotContain("Use tabs");
        CliRun run = run(
                "prompt", "-C", project.toString(), "-c", "project_doc_max_bytes=8", "-c", "sandbox_mode=read-only");
        assertThat(run.out()).contains("\nUse tabs\n</INSTRUCTIONS>", "change nothing");
        assertThat(run.err()).contains("agent: " + project.resolve("AGENTS.md") + " was cut after 8 of its ");
    }

    @Test
    void anotherFileAndAProfile() throws IOException {
        config("sandbox_mode = 'wrong'\n");
        Path other = Files.writeString(
                folder.resolve("other.toml"), "[profiles.safe]\nsandbox_mode = 'read-only'\nunknown = 1\n");

        CliRun run = run("prompt", "-C", project.toString(), "--config", other.toString(), "--profile", "safe");
        assertThat(run.out()).contains("change nothing");
        assertThat(run.err())
                .isEqualTo("agent: " + other + ":3: unknown: unknown key, ignored" + System.lineSeparator());
        assertThat(run(
                                "prompt",
                                "-C",
                                project.toString(),
                                "--config",
                                other.toString(),
                                "-p",
                                "safe",
                                "--strict-config")
                        .exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void mistakesAreNamedWithoutAStackTrace() throws IOException {
        Path file = config("model = 1\n");

        CliRun run = run("prompt", "-C", project.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains(file + ":1: model: expected a string, found an integer")
                .doesNotContain("\tat ");
        assertThat(run("prompt", "-c", "model").err()).contains("-c model: expected KEY=VALUE");
    }

    private Path config(String text) throws IOException {
        return Files.writeString(folder.resolve("home/config.toml"), text);
    }

    private CliRun run(String... args) {
        return CliRun.of(environment, args);
    }

    private static List<String> texts(CliRun run) {
        return fragments(run).stream()
                .map(fragment -> (String) fragment.get("text"))
                .toList();
    }

    private static List<String> kinds(CliRun run) {
        return fragments(run).stream()
                .map(fragment -> (String) fragment.get("kind"))
                .toList();
    }

    @SuppressWarnings("unchecked") // what the command wrote
    private static List<Map<String, Object>> fragments(CliRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.SUCCESS);
        return (List<Map<String, Object>>) AgentRuntimeProvider.current()
                .valueFromJson(run.out(), Map.class)
                .get("fragments");
    }
}
