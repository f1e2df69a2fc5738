package dev.agentloop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.Discovery;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Libraries that are slow to load must not stand before the first request: the model can think meanwhile. Counts loaded
 * classes in a fresh process, so no clock is involved.
 */
class ColdPathTest {
    private static final List<String> LATE = List.of(
            "com.networknt.", "com.github.benmanes.caffeine.", "com.google.re2j.", "org.sqlite.", "dev.agentloop.mcp.");

    @Test
    void slowLibrariesAreNotLoadedBeforeTheFirstRequest(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("classes.log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load=info:file=" + log,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstTurn.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the first turn ended").isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output.txt")))
                .isZero();

        List<String> loaded = Files.readAllLines(log);
        String marker = FirstRequest.class.getName();
        List<String> before =
                loaded.stream().takeWhile(line -> !line.contains(marker)).toList();
        assertThat(before).as("classes loaded before the first request").hasSizeLessThan(loaded.size());
        assertThat(before).noneMatch(line -> LATE.stream().anyMatch(line::contains));
        assertThat(loaded)
                .as("the validation library is loaded while the answer is awaited")
                .anyMatch(line -> line.contains("com.networknt."));
    }

    /** Loaded by the server when the first request is there. */
    static final class FirstRequest {
        private FirstRequest() {}

        static Reply answer() {
            return Reply.of(Sse.call("c1", "work", "{}"));
        }
    }

    /** The program that is watched. */
    static final class FirstTurn {
        private FirstTurn() {}

        public static void main(String[] arguments) {
            ToolSpec spec = ToolSpec.builder("work").description("Works").build();
            try (ScriptedModelServer server = ScriptedModelServer.start();
                    Agent agent = Agent.builder()
                            .discovery(Discovery.NONE)
                            .endpoint(server.endpoint())
                            .model(ScriptedModelServer.MODEL)
                            .sandbox(SandboxPolicy.readOnly())
                            .tools(ToolHandler.of(spec, (call, context) -> ToolOutput.text("worked")))
                            .build()) {
                server.respondWith(request -> FirstRequest.answer()).respond(Sse.text("done"));
                if (!agent.run("go").finalMessage().equals("done")) {
                    throw new AssertionError("The turn did not end as scripted");
                }
            }
        }
    }
}
