package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ReasoningEffort;
import java.io.IOException;

/**
 * How a request asks for thinking. Models up to 4.5, and those nothing is known about, take a number of tokens; newer ones
 * decide by themselves and take an effort.
 *
 * @param budgetTokens 0 when the model decides
 * @param effort the service's word; empty when there is none
 */
record Thought(Mode mode, long budgetTokens, String effort) {
    /** The fewest that the service takes. */
    private static final long LEAST_TOKENS = 1_024;

    /** What the request says. */
    enum Mode {
        /** Nothing: the model does as it usually does. */
        UNSAID,
        OFF,
        BUDGET,
        ADAPTIVE
    }

    private static final Thought UNSAID = new Thought(Mode.UNSAID, 0, "");

    static Thought unsaid() {
        return UNSAID;
    }

    /** @param maxTokens of the whole answer, thinking included */
    static Thought of(ModelRequest request, long maxTokens) {
        if (request.effort().isEmpty()) {
            return UNSAID;
        }
        ReasoningEffort effort = request.effort().get();
        int version = KnownModels.versionOf(request.model());
        boolean known = version > 0;
        if (known && version < KnownModels.THINKS) {
            if (effort != ReasoningEffort.NONE) {
                report(request, request.model() + " cannot think");
            }
            return UNSAID;
        }
        if (effort == ReasoningEffort.NONE) {
            return known ? new Thought(Mode.OFF, 0, "") : UNSAID;
        }
        if (version >= KnownModels.ADAPTS) {
            return new Thought(Mode.ADAPTIVE, 0, word(effort, version));
        }
        long budget = Math.min(budget(effort), maxTokens / 2);
        if (budget < LEAST_TOKENS) {
            report(request, "the output limit of " + maxTokens + " tokens leaves no room for thoughts");
            return UNSAID;
        }
        return new Thought(Mode.BUDGET, budget, "");
    }

    boolean isOn() {
        return mode == Mode.BUDGET || mode == Mode.ADAPTIVE;
    }

    void write(JsonGenerator json) throws IOException {
        if (mode == Mode.UNSAID) {
            return;
        }
        json.writeObjectFieldStart("thinking");
        switch (mode) {
            case BUDGET -> {
                json.writeStringField("type", "enabled");
                json.writeNumberField("budget_tokens", budgetTokens);
            }
            case ADAPTIVE -> {
                json.writeStringField("type", "adaptive");
                json.writeStringField("display", "summarized"); // newer models show nothing unless asked
            }
            default -> json.writeStringField("type", "disabled");
        }
        json.writeEndObject();
    }

    void writeEffort(JsonGenerator json) throws IOException {
        if (!effort.isEmpty()) {
            json.writeObjectFieldStart("output_config");
            json.writeStringField("effort", effort);
            json.writeEndObject();
        }
    }

    private static void report(ModelRequest request, String why) {
        request.reportUnsupported("reasoning effort", why + "; it was left out");
    }

    private static long budget(ReasoningEffort effort) {
        return switch (effort) {
            case NONE, MINIMAL -> LEAST_TOKENS;
            case LOW -> 4_096;
            case MEDIUM -> 10_240;
            case HIGH -> 16_384;
            case XHIGH -> 24_576;
        };
    }

    private static String word(ReasoningEffort effort, int version) {
        return switch (effort) {
            case NONE, MINIMAL, LOW -> "low";
            case MEDIUM -> "medium";
            case HIGH -> "high";
            case XHIGH -> version >= KnownModels.EXTRA_HIGH ? "xhigh" : "max";
        };
    }
}
