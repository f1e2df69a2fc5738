package dev.agentloop.tools.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.tool.Terminal;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tools.testing.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShellSessionTest {

    private static final Pattern SESSION =
            Pattern.compile("Running with session_id (\\d{5}); go on with write_stdin\n");

    @TempDir
    Path work;

    final ShellSessions sessions = new ShellSessions();

    TestContext context;

    @BeforeEach
    void makeSession() {
        context = TestContext.in(work);
    }

    @AfterEach
    void endCommands() {
        sessions.close();
    }

    private String start(String cmd, long yieldMillis) throws Exception {
        return context.call(new ExecCommandTool(sessions), Map.of("cmd", cmd, "yield_time_ms", yieldMillis))
                .text();
    }

    private ToolOutput write(int id, Map<String, ?> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("session_id", id);
        return context.call(new WriteStdinTool(sessions), arguments);
    }

    private static int id(String answer) {
        Matcher matcher = SESSION.matcher(answer);
        assertThat(matcher.lookingAt()).as(answer).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    @Test
    void commandThatEndsInTimeLeavesNoSession() throws Exception {
        assertThat(start("echo out; echo err >&2; exit 4", 20_000))
                .startsWith("Exit code: 4\nWall time: ")
                .contains("out\n", "err\n");
        assertThat(context.published())
                .singleElement()
                .isInstanceOfSatisfying(
                        TurnItem.CommandExecution.class,
                        item -> assertThat(item.status()).isEqualTo(TurnItem.Status.FAILED));
    }

    @Test
    void inputReachesTheCommandAndOnlyNewOutputIsAnswered() throws Exception {
        String started = start("echo ready; while read line; do echo \"got $line\"; done; echo bye", 500);
        int id = id(started);
        assertThat(started).endsWith("Output:\nready\n");

        assertThat(write(id, Map.of("chars", "één\n", "yield_time_ms", 1_000)).text())
                .endsWith("Output:\ngot één\n");
        assertThat(write(id, Map.of("end_input", true, "yield_time_ms", 20_000)).text())
                .startsWith("Exit code: 0\n")
                .endsWith("Output:\nbye\n");
        assertThat(write(id, Map.of()))
                .isEqualTo(ToolOutput.error("There is no running command with session_id " + id + ". Running: []."));
    }

    @Test
    void killEndsTheCommand() throws Exception {
        int id = id(start("sleep 100", 250));

        assertThat(write(id, Map.of("kill", true, "yield_time_ms", 20_000)).text())
                .startsWith("Exit code: 137\n");
    }

    @Test
    void childThatHoldsTheOutputOpenDoesNotHoldTheAnswer() throws Exception {
        assertThat(start("sleep 100 & echo done", 20_000))
                .startsWith("Exit code: 0\n")
                .endsWith("Output:\ndone\n");
    }

    @Test
    void floodIsReadAtFullSpeedAndKeptBounded() throws Exception {
        String answer = start("head -c 100000000 /dev/zero | tr '\\0' x; echo; echo end", 30_000);

        assertThat(answer).startsWith("Exit code: 0\n").endsWith("end\n").hasSizeLessThan(41_000);
    }

    @Test
    void inputForACommandThatDoesNotReadIsRefusedAtSomePoint() throws Exception {
        int id = id(start("sleep 100", 250));
        byte[] chunk = new byte[64 << 10];
        ShellSession session = sessions.get(context.sessionId(), id);

        int taken = 0;
        while (taken < 1_000 && session.write(chunk)) {
            taken++;
        }

        assertThat(taken).isBetween(60, 100);
        // The writer may have freed a place meanwhile, so not every answer has to be a refusal.
        boolean refused = false;
        for (int i = 0; i < 4; i++) {
            refused |= write(id, Map.of("chars", "x", "yield_time_ms", 250)).failed();
        }
        assertThat(refused).isTrue();
    }

    @Test
    void closingTheProviderEndsEverything() throws Exception {
        int id = id(start("sleep 100", 250));
        ShellSession session = sessions.get(context.sessionId(), id);

        sessions.close();

        assertThat(session.await(Duration.ofSeconds(20)).exitCode()).hasValue(137);
    }

    @Test
    void numberOfRunningCommandsIsBounded() throws Exception {
        for (int i = 0; i < ShellSessions.MAX_PER_SESSION; i++) {
            sessions.start(
                    context.sessionId(),
                    false,
                    () -> context.commands().start(CommandSpec.of("sleep", "100"), Terminal.pipes()));
        }

        assertThat(start("true", 250)).startsWith("64 commands are running: [").contains("End one with write_stdin");
    }
}
