package dev.agentloop.benchmarks;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.session.jdbc.JdbcSessionStore;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What keeping a session in an SQLite file adds to a loop step (request, response with one call, tool with 1 KB of
 * output, next request), against the store in memory. Steps of both are timed one by one, in one run with interleaved
 * turns; the medians count. A model needs a hundred times as long as the scripted server, which answers after a pause
 * given as an argument.
 *
 * <p>Arguments: turns of each kind (default 60), pause of the server in milliseconds (default 0).
 */
public final class StoreBenchmark {
    private static final String TOOL_OUTPUT = "x".repeat(1024);
    private static final int CALLS_PER_TURN = 20;
    private static final int WARM_UP_TURNS = 20;

    private StoreBenchmark() {}

    /** Prints a table. */
    public static void main(String[] arguments) throws Exception {
        int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        int pauseMillis = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        System.out.printf(
                Locale.ROOT,
                "JDK %s, %d processors, load %.1f%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        Path folder = Files.createTempDirectory("store-benchmark");
        try (ScriptedModelServer server = ScriptedModelServer.start().recording(false);
                SessionStore file = JdbcSessionStore.open(folder.resolve("sessions.db"))) {
            script(server, pauseMillis);
            List<Long> inMemory = new ArrayList<>();
            List<Long> inFile = new ArrayList<>();
            for (int turn = -WARM_UP_TURNS; turn < turns; turn++) {
                steps(server, null, turn < 0 ? new ArrayList<>() : inMemory);
                steps(server, file, turn < 0 ? new ArrayList<>() : inFile);
            }
            double without = median(inMemory);
            double with = median(inFile);
            System.out.printf(
                    Locale.ROOT,
                    "loop step, median   memory %8.1f us   SQLite %8.1f us   added %.1f us, %.1f %%   aim <= 10 %%%n",
                    without,
                    with,
                    with - without,
                    100 * (with - without) / without);
        } finally {
            delete(folder);
        }
    }

    private static void script(ScriptedModelServer server, int pauseMillis) {
        AtomicInteger sent = new AtomicInteger();
        byte[] call =
                Reply.of(Sse.call("call_1", "work", "{\"text\":\"value\"}")).bodyBytes();
        byte[] text = Reply.of(Sse.text("done")).bodyBytes();
        server.otherwise(request -> {
            pause(pauseMillis);
            return Reply.bytes(
                    200,
                    Map.of("Content-Type", "text/event-stream"),
                    sent.incrementAndGet() % (CALLS_PER_TURN + 1) == 0 ? text : call);
        });
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a turn; a step is the time from one start of the tool to the next. */
    private static void steps(ScriptedModelServer server, @Nullable SessionStore store, List<Long> nanos) {
        List<Long> starts = new ArrayList<>();
        ToolSpec spec = ToolSpec.builder("work")
                .description("Does the work")
                .inputSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}")
                .build();
        Agent.Builder builder = Agent.builder()
                .discovery(Discovery.NONE)
                .endpoint(server.endpoint())
                .model(ScriptedModelServer.MODEL)
                .instructions("You are a coding agent.")
                .tools(ToolHandler.of(spec, (call, context) -> {
                    starts.add(System.nanoTime());
                    return ToolOutput.text(TOOL_OUTPUT);
                }));
        if (store != null) {
            builder.sessionStore(store);
        }
        try (Agent agent = builder.build();
                AgentSession session = agent.startSession()) {
            session.run("go");
        }
        for (int step = 1; step < starts.size(); step++) {
            nanos.add(starts.get(step) - starts.get(step - 1));
        }
    }

    private static double median(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[sorted.length / 2] / 1000.0;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
