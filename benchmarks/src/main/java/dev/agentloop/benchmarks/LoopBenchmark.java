package dev.agentloop.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the loop costs beside {@link RawLoop}, in one run with interleaved blocks: time of a loop step (request, response
 * with one call, tool, next request), bytes of a request, and allocation per text delta on the reading thread. Server and
 * clients share the machine, so only the ratios count.
 *
 * <p>Arguments: blocks (default 7), steps per block (default 300), deltas per block (default 100000).
 */
public final class LoopBenchmark {
    private static final String TOOL_OUTPUT = "x".repeat(200);
    private static final int CALLS_PER_TURN = 20;

    private LoopBenchmark() {}

    private interface Measured {
        void run() throws Exception;
    }

    /** Prints a table. */
    public static void main(String[] arguments) throws Exception {
        int blocks = argument(arguments, 0, 7);
        int steps = argument(arguments, 1, 300);
        int deltas = argument(arguments, 2, 100_000);
        System.out.printf(
                Locale.ROOT,
                "JDK %s, %d processors, load %.1f%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        steps(blocks, steps);
        deltas(blocks, deltas);
    }

    private static int argument(String[] arguments, int index, int fallback) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : fallback;
    }

    private static void steps(int blocks, int steps) throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start().recording(false)) {
            AtomicInteger sent = new AtomicInteger();
            AtomicLong bytes = new AtomicLong();
            byte[] call =
                    Reply.of(Sse.call("call_1", "work", "{\"text\":\"value\"}")).bodyBytes();
            byte[] text = Reply.of(Sse.text("done")).bodyBytes();
            server.otherwise(request -> {
                bytes.addAndGet(request.bodyBytes().length);
                return Reply.bytes(
                        200,
                        Map.of("Content-Type", "text/event-stream"),
                        sent.incrementAndGet() % (CALLS_PER_TURN + 1) == 0 ? text : call);
            });
            List<double[]> rows = new ArrayList<>();
            for (int block = -2; block < blocks; block++) {
                long bytesBefore = bytes.get();
                long rawNanos = time(() -> rawSteps(server, steps));
                long rawBytes = bytes.get() - bytesBefore;
                sent.set(0);
                bytesBefore = bytes.get();
                long ourNanos = time(() -> ourSteps(server, steps));
                long ourBytes = bytes.get() - bytesBefore;
                sent.set(0);
                if (block >= 0) {
                    rows.add(new double[] {
                        rawNanos / 1000.0 / steps,
                        ourNanos / 1000.0 / steps,
                        rawBytes / (double) steps,
                        ourBytes / (double) steps
                    });
                }
            }
            double raw = median(rows, 0);
            double ours = median(rows, 1);
            double[] ratios =
                    rows.stream().mapToDouble(row -> row[1] / row[0]).sorted().toArray();
            System.out.printf(
                    Locale.ROOT,
                    "loop step        raw %8.1f us   agentloop %8.1f us   ratio median %.2f (min %.2f, max %.2f)   aim <= 1.5%n",
                    raw,
                    ours,
                    ratios[ratios.length / 2],
                    ratios[0],
                    ratios[ratios.length - 1]);
            System.out.printf(
                    Locale.ROOT,
                    "request bytes    raw %8.0f      agentloop %8.0f      (tools and environment included in ours)%n",
                    median(rows, 2),
                    median(rows, 3));
        }
    }

    private static void rawSteps(ScriptedModelServer server, int steps) throws Exception {
        for (int done = 0; done < steps; ) {
            done += new RawLoop(server.url(), ScriptedModelServer.MODEL, delta -> {}).turn("go", TOOL_OUTPUT);
        }
    }

    private static void ourSteps(ScriptedModelServer server, int steps) {
        try (Agent agent = agent(server)) {
            for (int done = 0; done < steps; done += CALLS_PER_TURN + 1) {
                try (AgentSession session = agent.startSession()) {
                    session.run("go");
                }
            }
        }
    }

    private static void deltas(int blocks, int deltas) throws Exception {
        try (ScriptedModelServer server = ScriptedModelServer.start().recording(false)) {
            String[] parts = new String[deltas];
            Arrays.fill(parts, "token ");
            byte[] body = Reply.of(Sse.deltas(parts)).bodyBytes();
            server.otherwise(request -> Reply.bytes(200, Map.of("Content-Type", "text/event-stream"), body));
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            AtomicLong heard = new AtomicLong();
            RawLoop raw = new RawLoop(server.url(), ScriptedModelServer.MODEL, delta -> heard.incrementAndGet());
            List<double[]> rows = new ArrayList<>();
            try (Agent agent = agent(server);
                    AgentSession session = agent.startSession(dev.agentloop.SessionOptions.builder()
                            .listener(event -> {
                                if (event instanceof AgentEvent.ItemDelta) {
                                    heard.incrementAndGet();
                                }
                            })
                            .build())) {
                for (int block = -2; block < blocks; block++) {
                    long rawAllocated = allocated(threads, () -> raw.turn("go", ""));
                    long rawCpu = cpu(threads, () -> raw.turn("go", ""));
                    long ourAllocated = allocated(threads, () -> session.run("go"));
                    long ourCpu = cpu(threads, () -> session.run("go"));
                    if (block >= 0) {
                        rows.add(new double[] {
                            rawAllocated / (double) deltas,
                            ourAllocated / (double) deltas,
                            rawCpu / (double) deltas,
                            ourCpu / (double) deltas
                        });
                    }
                }
            }
            if (heard.get() != 4L * deltas * (blocks + 2)) {
                throw new AssertionError("Heard " + heard.get() + " deltas instead of " + 4L * deltas * (blocks + 2));
            }
            System.out.printf(
                    Locale.ROOT,
                    "bytes per delta  raw %8.0f B    agentloop %8.0f B    ratio %.2f   aim <= 1.2%n",
                    median(rows, 0),
                    median(rows, 1),
                    median(rows, 1) / median(rows, 0));
            double[] ratios =
                    rows.stream().mapToDouble(row -> row[3] / row[2]).sorted().toArray();
            System.out.printf(
                    Locale.ROOT,
                    "CPU per delta    raw %8.0f ns   agentloop %8.0f ns   ratio median %.2f%n",
                    median(rows, 2),
                    median(rows, 3),
                    ratios[ratios.length / 2]);
        }
    }

    private static Agent agent(ScriptedModelServer server) {
        ToolSpec spec = ToolSpec.builder("work")
                .description("Does the work")
                .inputSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},"
                        + "\"required\":[\"text\"],\"additionalProperties\":false}")
                .traits(ToolSpec.Trait.PARALLEL_SAFE)
                .build();
        return Agent.builder()
                .discovery(Discovery.NONE)
                .endpoint(server.endpoint())
                .model(ScriptedModelServer.MODEL)
                .instructions("You are a coding agent.")
                .tools(ToolHandler.of(spec, (call, context) -> ToolOutput.text(TOOL_OUTPUT)))
                .build();
    }

    private static long time(Measured work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long allocated(ThreadMXBean threads, Measured work) throws Exception {
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        work.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    private static long cpu(ThreadMXBean threads, Measured work) throws Exception {
        long before = threads.getCurrentThreadCpuTime();
        work.run();
        return threads.getCurrentThreadCpuTime() - before;
    }

    private static double median(List<double[]> rows, int column) {
        double[] sorted = rows.stream().mapToDouble(row -> row[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
