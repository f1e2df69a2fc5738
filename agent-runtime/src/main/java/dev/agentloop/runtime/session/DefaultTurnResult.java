package dev.agentloop.runtime.session;

import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.TurnItem;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.tool.JsonSchema;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What a turn did. */
record DefaultTurnResult(
        TurnId turnId,
        TurnStatus status,
        String finalMessage,
        List<TurnItem> items,
        TokenUsage usage,
        Optional<JsonSchema> outputSchema,
        BiFunction<JsonSchema, String, Optional<String>> check)
        implements TurnResult {
    @Override
    public <T> T structuredOutput(Class<T> type) {
        if (outputSchema.isEmpty()) {
            throw new IllegalStateException(
                    "Turn " + turnId + " did not ask for structured output; use TurnRequest.builder().output(type)");
        }
        if (status != TurnStatus.COMPLETED) {
            throw new IllegalStateException("Turn " + turnId + " has no structured output: it is " + status);
        }
        Optional<String> problem = check.apply(outputSchema.get(), finalMessage);
        if (problem.isPresent()) {
            throw doesNotFit(problem.get(), null);
        }
        try {
            return Json.read(finalMessage, type);
        } catch (IllegalArgumentException e) {
            throw doesNotFit(String.valueOf(e.getMessage()), e);
        }
    }

    private static ModelException doesNotFit(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return ModelException.builder(
                        ModelException.Kind.PROTOCOL, "The model's answer does not fit the output asked for: " + why)
                .cause(cause)
                .build();
    }

    @Override
    public String toString() {
        return "TurnResult[" + turnId + ", " + status + ", items=" + items.size() + ", usage=" + usage + "]";
    }
}
