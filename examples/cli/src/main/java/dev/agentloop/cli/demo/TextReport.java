package dev.agentloop.cli.demo;

import dev.agentloop.TokenUsage;
import dev.agentloop.cli.Timeline;
import dev.agentloop.event.AgentEvent;
import java.io.PrintStream;
import java.util.Locale;

/** For people. */
final class TextReport implements DemoReport {
    private final PrintStream out;
    private final Timeline timeline;

    TextReport(PrintStream out) {
        this.out = out;
        this.timeline = new Timeline(out);
    }

    @Override
    public void begin(DemoModel model, String sandbox, DemoProject project) {
        out.println("model: " + model.label());
        if (model.isScripted()) {
            out.println(
                    "       set OPENAI_API_KEY or ANTHROPIC_API_KEY, or give --base-url URL, to see a real one at work");
        }
        out.println("sandbox: " + sandbox);
        out.println("project: " + project.folder() + " (" + project.fileCount() + " files, "
                + (project.kept() ? "kept" : "deleted at the end") + ")");
    }

    @Override
    public void attempted(DemoEscapes.Attempt attempt) {
        out.println((attempt.refused() ? "refused: " : "NOT REFUSED: ") + attempt.what());
        attempt.output().lines().forEach(line -> out.println("  " + line));
    }

    @Override
    public void checked(String when, DemoCheck.Outcome outcome) {
        out.println();
        out.println("Check " + when + " the agent's work: " + DemoProject.TEST_CLASS + " -> "
                + outcome.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (exit " + outcome.exitCode()
                + ", " + Timeline.seconds(outcome.duration()) + ")");
        outcome.output().lines().forEach(line -> out.println("  " + line));
        if (when.equals("before")) {
            out.println();
            out.println("Timeline");
        }
    }

    @Override
    public void onEvent(AgentEvent event) {
        timeline.onEvent(event);
    }

    @Override
    public void end(DemoResult result) {
        out.println();
        out.println("Diff");
        out.print(result.diff().isEmpty() ? "(nothing changed)\n" : result.diff());
        out.println();
        TokenUsage usage = result.usage();
        out.printf(
                Locale.ROOT,
                "tokens:  %,d in (%,d cached), %,d out%s%n",
                usage.inputTokens(),
                usage.cachedInputTokens(),
                usage.outputTokens(),
                result.tokensEstimated()
                        ? " - estimated at " + ScriptedModel.CHARACTERS_PER_TOKEN + " characters each"
                        : "");
        out.println("time:    " + Timeline.seconds(result.time()));
        out.println("outcome: " + result.sentence());
    }
}
