package dev.agentloop.benchmarks;

import dev.agentloop.Agent;
import dev.agentloop.Discovery;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.Locale;

/** How long a whole turn takes whose only response asks for two tools of one second each that may run beside each other. */
public final class ParallelToolsBenchmark {
    private static final int RUNS = 5;

    private ParallelToolsBenchmark() {}

    /** Prints a row for each turn; the first one is cold. */
    public static void main(String[] arguments) {
        try (ScriptedModelServer server = ScriptedModelServer.start().recording(false);
                Agent agent = Agent.builder()
                        .discovery(Discovery.NONE)
                        .endpoint(server.endpoint())
                        .model(ScriptedModelServer.MODEL)
                        .tools(secondLong())
                        .build()) {
            for (int run = 1; run <= RUNS; run++) {
                server.respond(Reply.of(Sse.call("c1", "wait", "{}"), Sse.call("c2", "wait", "{}")));
                server.respond(Reply.of(Sse.text("done")));
                long start = System.nanoTime();
                agent.run("go");
                System.out.printf(
                        Locale.ROOT,
                        "turn %d with two tools of 1.0 s: %.3f s (aim <= 1.2)%n",
                        run,
                        (System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static ToolHandler secondLong() {
        return ToolHandler.of(
                ToolSpec.builder("wait")
                        .description("Takes a second")
                        .traits(ToolSpec.Trait.PARALLEL_SAFE)
                        .build(),
                (call, context) -> {
                    Thread.sleep(1_000);
                    return ToolOutput.text("waited");
                });
    }
}
