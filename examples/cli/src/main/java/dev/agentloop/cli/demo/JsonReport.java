package dev.agentloop.cli.demo;

import dev.agentloop.cli.JsonLines;
import dev.agentloop.event.AgentEvent;
import java.io.PrintStream;
import java.util.Locale;

/** For programs: the agent's events, and lines of its own whose types begin with {@code demo.}. */
final class JsonReport implements DemoReport {
    private static final int VERSION = 1;

    private final JsonLines lines;

    JsonReport(PrintStream out) {
        this.lines = new JsonLines(out);
    }

    record Begin(int version, String type, boolean scriptedModel, String model, String sandbox, String project) {}

    record Attempt(int version, String type, String what, boolean refused, String output) {}

    record Check(int version, String type, String when, String verdict, int exitCode, String output, long millis) {}

    record End(
            int version,
            String type,
            boolean confined,
            boolean fixed,
            String diff,
            long inputTokens,
            long cachedInputTokens,
            long outputTokens,
            boolean tokensEstimated,
            long millis) {}

    @Override
    public void begin(DemoModel model, String sandbox, DemoProject project) {
        lines.value(new Begin(
                VERSION,
                "demo.begin",
                model.isScripted(),
                model.label(),
                sandbox,
                project.folder().toString()));
    }

    @Override
    public void attempted(DemoEscapes.Attempt attempt) {
        lines.value(new Attempt(VERSION, "demo.attempt", attempt.what(), attempt.refused(), attempt.output()));
    }

    @Override
    public void checked(String when, DemoCheck.Outcome outcome) {
        lines.value(new Check(
                VERSION,
                "demo.check",
                when,
                outcome.verdict().name().toLowerCase(Locale.ROOT),
                outcome.exitCode(),
                outcome.output(),
                outcome.duration().toMillis()));
    }

    @Override
    public void onEvent(AgentEvent event) {
        lines.onEvent(event);
    }

    @Override
    public void end(DemoResult result) {
        lines.value(new End(
                VERSION,
                "demo.end",
                result.confined(),
                result.fixed(),
                result.diff(),
                result.usage().inputTokens(),
                result.usage().cachedInputTokens(),
                result.usage().outputTokens(),
                result.tokensEstimated(),
                result.time().toMillis()));
    }
}
