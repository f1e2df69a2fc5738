package dev.agentloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.TurnId;
import dev.agentloop.UserInput;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventHeader;
import dev.agentloop.event.TurnItem;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.ToolOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Path FOLDER = Path.of("/work").toAbsolutePath();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Timeline timeline = new Timeline(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    private long millis;

    @Test
    void showsEachItemWithItsTime() {
        timeline.onEvent(new AgentEvent.SessionStarted(header(), AgentEvent.SessionStarted.Origin.STARTED, FOLDER));
        completed(new TurnItem.UserMessage("u", UserInput.text("Fix it")));
        completed(new TurnItem.PlanUpdate("p", "", List.of(new TurnItem.PlanUpdate.Step("Test", "in_progress"))));
        completed(command("c1"));
        completed(invocation("c1", "exec_command", TurnItem.Status.COMPLETED, "Exit code: 1"));
        completed(invocation("c2", "read_file", TurnItem.Status.COMPLETED, "1\tclass A {}\n"));
        completed(invocation("c3", "apply_patch", TurnItem.Status.FAILED, "No such line."));
        completed(new TurnItem.FileChange(
                "f",
                "c4",
                List.of(new TurnItem.FileChange.Change(
                        FOLDER.resolve("A.java"), TurnItem.FileChange.Kind.UPDATED, Optional.empty(), "")),
                TurnItem.Status.COMPLETED));
        completed(invocation("c4", "apply_patch", TurnItem.Status.COMPLETED, "Done"));
        completed(new TurnItem.AgentMessage("m", "Done."));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("""
                    0.10 s  user      Fix it
                    0.20 s  plan      [>] Test
                    0.30 s  command   make test
                                      | red
                                      -> exit 1, 1.50 s
                    0.50 s  tool      read_file {"a":1}
                                      | 1  class A {}
                    0.60 s  tool      apply_patch {"a":1}
                                      | No such line.
                                      -> failed
                    0.70 s  change    updated A.java
                    0.90 s  model     Done.
                """);
    }

    @Test
    void shortensLongOutputsAndWrapsLongTexts() {
        completed(invocation("c", "read_file", TurnItem.Status.COMPLETED, "x\n".repeat(20)));
        completed(new TurnItem.AgentMessage("m", "word ".repeat(30)));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("| ... 15 more lines")
                .contains("\n                      word word");
    }

    private void completed(TurnItem item) {
        timeline.onEvent(new AgentEvent.ItemCompleted(header(), item));
    }

    private EventHeader header() {
        Instant at = Instant.EPOCH.plusMillis(millis);
        millis += 100;
        return new EventHeader(SessionId.of("s"), Optional.empty(), Optional.of(new TurnId("t")), at, millis / 100);
    }

    private static TurnItem command(String callId) {
        return new TurnItem.CommandExecution(
                "x" + callId,
                callId,
                List.of("/bin/bash", "-c", "make test"),
                FOLDER,
                TurnItem.Status.FAILED,
                "red\n",
                OptionalInt.of(1),
                Duration.ofMillis(1500));
    }

    private static TurnItem invocation(String callId, String tool, TurnItem.Status status, String output) {
        return new TurnItem.ToolInvocation(
                "i" + callId, callId, tool, "{\"a\":1}", status, Optional.of(ToolOutput.text(output)), Duration.ZERO);
    }
}
