package dev.agentloop.tools.shell;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.tools.output.OutputBudget;
import java.time.Duration;

/** What a model reads about a command: how it stands, how long it took, its output within the budget. */
final class CommandAnswer {

    private CommandAnswer() {}

    static String of(CommandResult result, OutputBudget budget) {
        StringBuilder text = exit(result.exitCode(), result.duration());
        if (result.timedOut()) {
            text.append("The command was ended because its time was over; set timeout_ms for more.\n");
        }
        for (Violation violation : result.violations()) {
            text.append("The sandbox refused: ").append(violation.detail()).append('\n');
        }
        String output = result.stdout().text();
        String gap = output.isEmpty() || output.endsWith("\n") ? "" : "\n";
        return output(text, output + gap + result.stderr().text(), budget);
    }

    static String of(ShellSession session, ShellSession.State state, Duration waited, OutputBudget budget) {
        if (state.exitCode().isPresent()) {
            return output(exit(state.exitCode().getAsInt(), waited), state.output(), budget);
        }
        StringBuilder text = new StringBuilder("Running with session_id ").append(session.id());
        text.append("; go on with write_stdin\n");
        return output(time(text, waited), state.output(), budget);
    }

    private static StringBuilder exit(int code, Duration duration) {
        return time(new StringBuilder("Exit code: ").append(code).append('\n'), duration);
    }

    private static StringBuilder time(StringBuilder text, Duration duration) {
        return text.append("Wall time: %.1f seconds\n".formatted(duration.toMillis() / 1_000.0));
    }

    private static String output(StringBuilder text, String output, OutputBudget budget) {
        return text.append("Output:\n").append(budget.apply(output)).toString();
    }
}
