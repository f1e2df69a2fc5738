package dev.agentloop.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.cli.CliRun;
import dev.agentloop.cli.ExitCode;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {
    private static final String REPAIRED = "        return (netCents * percent + Long.signum(netCents) * 50L) / 100;";

    private static final String PATCH = """
            *** Begin Patch
            *** Update File: src/billing/Tax.java
            @@
            -        return Math.round(netCents * percent / 100.0);
            +%s
            *** End Patch
            """.formatted(REPAIRED);

    @TempDir
    Path temp;

    @Test
    void theScriptedModelRepairsTheProject() throws IOException {
        List<Path> before = demoFolders();

        CliRun run = CliRun.of(Map.of("PATH", System.getenv("PATH")), "demo");

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(run.out())
                .contains("scripted model")
                .contains("sandbox: linux-bwrap")
                .containsPattern("refused: write .*\\.agentloop-demo-\\S+\n  .*Read-only file system\n")
                .containsPattern("refused: connect to 127\\.0\\.0\\.1:\\d+\n  .*Connection refused\n")
                .contains("Check before the agent's work: billing.InvoiceTest -> fails")
                .contains("FAIL  a credit note cancels its invoice: expected 0.00 but was 0.01")
                .contains("-> exit 1")
                .contains("-> exit 0")
                .contains("Check after the agent's work: billing.InvoiceTest -> passes")
                .contains("-        return Math.round(netCents * percent / 100.0);\n")
                .contains("+" + REPAIRED + "\n")
                .containsPattern("tokens: +[\\d,]+ in")
                .containsPattern("time: +[\\d.]+ s")
                .endsWith("outcome: FIXED: billing.InvoiceTest failed before and now passes\n");
        assertThat(run.err()).isEmpty();
        assertThat(demoFolders()).as("temporary folders left behind").isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"responses,RESPONSES", "chat,CHAT_COMPLETIONS", "messages,ANTHROPIC_MESSAGES"})
    void theScriptedModelRepairsTheProjectOverEveryWire(String name, String wire) {
        CliRun run = CliRun.of(Map.of("PATH", System.getenv("PATH")), "demo", "--scripted", "--endpoint", name);

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.SUCCESS);
        assertThat(run.out())
                .containsPattern(
                        "model: scripted model behind ModelEndpoint\\[" + wire + " http://127\\.0\\.0\\.1:\\d+/v1]")
                .contains("+" + REPAIRED + "\n")
                .endsWith("outcome: FIXED: billing.InvoiceTest failed before and now passes\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aWireThatDoesNotExistIsAUsageError() {
        CliRun run = CliRun.of("demo", "--endpoint", "soap");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'soap' is none of responses, chat, messages");
    }

    @Test
    void jsonLinesHoldEventsAndResult() {
        CliRun run = CliRun.of(Map.of("PATH", System.getenv("PATH")), "demo", "--json", "--scripted");

        assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.SUCCESS);
        List<String> lines = run.out().lines().toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line).startsWith("{\"version\":").endsWith("}"));
        assertThat(lines.get(0)).contains("\"demo.begin\"").contains("\"scriptedModel\":true");
        assertThat(lines).anySatisfy(line -> assertThat(line).contains("\"turn.completed\""));
        assertThat(lines.get(lines.size() - 1)).contains("\"demo.end\"").contains("\"confined\":true,\"fixed\":true");
    }

    @Test
    void aModelThatDoesNothingFailsTheDemo() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(Sse.text("All fixed, the test passes now!"));
            CliRun run = demoAgainst(server);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.out())
                    .contains("All fixed")
                    .contains("(nothing changed)")
                    .endsWith("outcome: NOT FIXED: billing.InvoiceTest failed before and now fails\n");
        }
    }

    @Test
    void aModelThatChangesTheTestFailsTheDemo() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(Sse.call(
                            "c1",
                            "exec_command",
                            "{\"cmd\":\"echo 'package billing; public class InvoiceTest"
                                    + " { public static void main(String[] a) {} }' > " + DemoProject.TEST_FILE
                                    + "\"}"))
                    .respond(Sse.text("The test passes."));
            CliRun run = demoAgainst(server);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.out()).contains("+++ b/" + DemoProject.TEST_FILE).contains("NOT FIXED");
        }
    }

    @Test
    void aModelThatBreaksTheSourcesFailsTheDemo() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(Sse.call("c1", "exec_command", "{\"cmd\":\"rm src/billing/Tax.java\"}"))
                    .respond(Sse.text("The test passes."));
            CliRun run = demoAgainst(server);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.out()).contains("failed before and now does not compile");
        }
    }

    @Test
    void aModelOverHttpRepairsTheProject() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respond(Sse.call("c1", "apply_patch", "{\"input\":\"" + PATCH.replace("\n", "\\n") + "\"}"))
                    .respond(Sse.text("Done."));
            CliRun run = demoAgainst(server, "--keep", temp.resolve("kept").toString());
            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.SUCCESS);
            assertThat(run.out()).doesNotContain("scripted model (").contains("model: some-model at 127.0.0.1");
            assertThat(server.requests().get(0).header("authorization")).contains("Bearer test-key");
            assertThat(server.requests().get(0).at("/model")).isEqualTo("some-model");
            assertThat(temp.resolve("kept/src/billing/Tax.java")).content().contains(REPAIRED);
        }
    }

    @Test
    void aServerThatRefusesIsToldInOneParagraph() {
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.respondHttp(404, Map.of("content-type", "application/json"), """
                    {"error":{"message":"The model some-model does not exist","code":"model_not_found"}}""");
            CliRun run = demoAgainst(server);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err())
                    .startsWith("agent: ")
                    .contains("some-model does not exist")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aFolderThatIsNotEmptyIsNotUsed() throws IOException {
        Path precious = Files.writeString(temp.resolve("precious.txt"), "mine");
        CliRun run = CliRun.of("demo", "--keep", temp.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("is not empty");
        assertThat(precious).hasContent("mine");
    }

    @Test
    void anAddressThatIsNoneIsAUsageError() {
        for (String address : List.of("ftp://host/v1", "localhost:1234", "http://a b")) {
            CliRun run = CliRun.of("demo", "--base-url", address);
            assertThat(run.exitCode()).as(address).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("--base-url");
        }
    }

    private static CliRun demoAgainst(ScriptedModelServer server, String... more) {
        String[] args = Stream.concat(
                        Stream.of(
                                "demo",
                                "--model",
                                "some-model",
                                "--base-url",
                                server.url().toString()),
                        Stream.of(more))
                .toArray(String[]::new);
        return CliRun.of(Map.of("PATH", System.getenv("PATH"), "OPENAI_API_KEY", "test-key"), args);
    }

    private static List<Path> demoFolders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("agentloop-demo-"))
                    .sorted()
                    .toList();
        }
    }
}
