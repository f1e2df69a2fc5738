package dev.agentloop.benchmarks;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** How long it takes from {@code interrupt()} to the interrupted result: with a silent model, and inside a tool that hangs. */
public final class InterruptBenchmark {
    private static final int RUNS = 100;

    private InterruptBenchmark() {}

    /** Prints two rows. */
    public static void main(String[] arguments) throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start().recording(false)) {
            server.otherwise(request -> Reply.of(Sse.text("began"), Sse.stall()));
            print("silent model", server, false);
            server.otherwise(request -> Reply.of(Sse.call("c1", "hang", "{}")));
            print("hanging tool", server, true);
        }
    }

    private static void print(String what, ScriptedModelServer server, boolean inTool) throws Exception {
        double[] millis = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            millis[run] = once(server, inTool);
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: first %.2f ms, median %.2f ms, worst of %d %.2f ms (aim <= 50)%n",
                what,
                first,
                millis[RUNS / 2],
                RUNS,
                millis[RUNS - 1]);
    }

    private static double once(ScriptedModelServer server, boolean inTool) throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (Agent agent = Agent.builder()
                        .discovery(Discovery.NONE)
                        .endpoint(server.endpoint())
                        .model(ScriptedModelServer.MODEL)
                        .tools(ToolHandler.of(
                                ToolSpec.builder("hang").description("Hangs").build(), (call, context) -> {
                                    reached.countDown();
                                    never.await();
                                    return ToolOutput.text("never");
                                }))
                        .build();
                AgentSession session = agent.startSession(SessionOptions.builder()
                        .listener(event -> {
                            if (!inTool && event instanceof AgentEvent.ItemDelta) {
                                reached.countDown();
                            }
                        })
                        .build())) {
            TurnStream turn = session.stream("go");
            reached.await();
            long start = System.nanoTime();
            session.interrupt();
            if (turn.await().status() != TurnStatus.INTERRUPTED) {
                throw new AssertionError("The turn was not interrupted");
            }
            return (System.nanoTime() - start) / 1e6;
        }
    }
}
