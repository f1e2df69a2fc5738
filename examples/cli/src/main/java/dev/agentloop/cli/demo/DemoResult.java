package dev.agentloop.cli.demo;

import dev.agentloop.TokenUsage;
import java.time.Duration;

/**
 * What came out.
 *
 * @param confined whether the sandbox refused all it must
 * @param diff what the agent changed, as a unified diff
 * @param tokensEstimated whether the tokens were estimated, because no model counted them
 * @param time everything together
 */
record DemoResult(
        boolean confined,
        DemoCheck.Outcome before,
        DemoCheck.Outcome after,
        String diff,
        TokenUsage usage,
        boolean tokensEstimated,
        Duration time) {
    /** The project was not in the state that makes sense to repair. */
    static DemoResult notStarted(boolean confined, DemoCheck.Outcome before) {
        return new DemoResult(confined, before, before, "", TokenUsage.NONE, false, before.duration());
    }

    boolean fixed() {
        return before.verdict() == DemoCheck.Verdict.FAILS && after.verdict() == DemoCheck.Verdict.PASSES;
    }

    boolean succeeded() {
        return confined && fixed();
    }

    /** One sentence for people. */
    String sentence() {
        if (!confined) {
            return "NOT CONFINED: the sandbox let through what it must refuse";
        }
        if (before.verdict() != DemoCheck.Verdict.FAILS) {
            return "NOT RUN: " + DemoProject.TEST_CLASS + " was expected to fail at first, but it "
                    + words(before.verdict());
        }
        return (fixed() ? "FIXED: " : "NOT FIXED: ") + DemoProject.TEST_CLASS + " failed before and now "
                + words(after.verdict());
    }

    private static String words(DemoCheck.Verdict verdict) {
        return switch (verdict) {
            case PASSES -> "passes";
            case FAILS -> "fails";
            case DOES_NOT_COMPILE -> "does not compile";
        };
    }
}
