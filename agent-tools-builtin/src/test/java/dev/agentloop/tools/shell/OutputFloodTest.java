package dev.agentloop.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.TurnStream;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.support.PlainProcessProvider;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command that writes 10 MB a second: memory stays flat, the agent answers others, and the budget holds. */
@Timeout(120)
class OutputFloodTest {
    private static final int BUDGET_TOKENS = 2_000;
    private static final int BUDGET_BYTES = BUDGET_TOKENS * 4;

    /** What an answer says besides the output, and the note in the gap. */
    private static final int FRAME_BYTES = 300;

    /** Well above the 2 MB of buffers per command, far below the 10 MB of a single second. */
    private static final long FLAT_BYTES = 8L << 20;

    private static final Duration RESPONSIVE = Duration.ofSeconds(5);

    @TempDir
    Path work;

    @ParameterizedTest(name = "in a session: {0}")
    @ValueSource(booleans = {false, true})
    void aSecondOfIt(boolean inSession) throws Exception {
        flood(1, inSession);
    }

    @Tag("soak")
    @Test
    void tenSecondsOfIt() throws Exception {
        flood(10, false);
        flood(10, true);
    }

    private void flood(int seconds, boolean inSession) throws Exception {
        // Ten parts of 1 MB a second.
        String command = "i=0; while [ $i -lt " + seconds * 10 + " ]; do head -c 1000000 /dev/zero | tr '\\\\0' x;"
                + " echo; sleep 0.1; i=$((i+1)); done; echo the end";
        String session = inSession ? ",\"yield_time_ms\":30000" : "";
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call(
                        "c1",
                        "exec_command",
                        "{\"cmd\":\"" + command + "\",\"max_output_tokens\":" + BUDGET_TOKENS + session + "}")
                .otherwise(request -> List.of(Sse.text("done")));
        AtomicLong liveBytes = new AtomicLong();
        try (Agent agent = Agent.builder()
                        .discovery(Discovery.NONE)
                        .modelProvider(model)
                        .model("scripted")
                        .workingDirectory(work)
                        .sandbox(SandboxPolicy.dangerFullAccess())
                        .sandboxProvider(new PlainProcessProvider())
                        .tools(new ExecCommandTool(new ShellSessions()))
                        .listener(event -> {
                            if (event instanceof AgentEvent.ItemDelta delta) {
                                liveBytes.addAndGet(delta.delta().length());
                            }
                        })
                        .build();
                AgentSession flooded = agent.startSession();
                AgentSession other = agent.startSession()) {
            try (TurnStream turn = flooded.stream("go")) {
                model.takeRequest(RESPONSIVE);
                List<Long> used = new ArrayList<>();
                List<Duration> answers = new ArrayList<>();
                for (int sample = 0; sample < seconds * 2; sample++) {
                    Thread.sleep(400); // a pace of sampling; nothing waits for it
                    long start = System.nanoTime();
                    other.run("are you there?");
                    answers.add(Duration.ofNanos(System.nanoTime() - start));
                    used.add(usedAfterCollection());
                }
                turn.await();

                assertThat(answers).allSatisfy(answer -> assertThat(answer).isLessThan(RESPONSIVE));
                assertThat(used.get(used.size() - 1) - used.get(0)).isLessThan(FLAT_BYTES);
            }
        }
        String output = output(model);
        assertThat(output).contains("Exit code: 0").endsWith("the end\n");
        assertThat(output.length()).isBetween(BUDGET_BYTES / 2, BUDGET_BYTES + FRAME_BYTES);
        assertThat(liveBytes.get()).isLessThan((seconds + 60) * 4L * (17 << 10));
    }

    private static String output(ScriptedModelProvider model) {
        return model.requests().stream()
                .flatMap(request -> request.input().stream())
                .filter(ModelItem.CallOutput.class::isInstance)
                .map(item -> ((ModelItem.CallOutput) item).output().text())
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
