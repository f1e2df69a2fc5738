package dev.agentloop.runtime.loop;

import dev.agentloop.LimitExceededException;
import dev.agentloop.LimitExceededException.Limit;
import dev.agentloop.Limits;
import dev.agentloop.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Counts what a turn uses and refuses what is over its limits. Used by the turn's thread. */
public final class TurnBudget {
    private final Limits limits;
    private final String model;
    private int samples;
    private int toolCalls;
    private TokenUsage usage = TokenUsage.NONE;
    private BigDecimal cost = BigDecimal.ZERO;

    /** @param model whose prices count */
    TurnBudget(Limits limits, String model) {
        this.limits = limits;
        this.model = model;
    }

    /** The turn is about to ask the model. */
    void beforeSample() {
        if (samples >= limits.maxSamples()) {
            throw exceeded(Limit.SAMPLES, limits.maxSamples(), samples + 1, "requests to the model", "maxSamples");
        }
        long allowed = limits.maxTokens().orElse(Long.MAX_VALUE);
        if (usage.totalTokens() >= allowed) {
            throw exceeded(Limit.TOKENS, allowed, usage.totalTokens(), "tokens", "maxTokens");
        }
        limits.maxCost().ifPresent(this::checkCost);
        if (toolCalls > limits.maxToolCalls()) {
            throw exceeded(Limit.TOOL_CALLS, limits.maxToolCalls(), toolCalls, "tool calls", "maxToolCalls");
        }
        samples++;
    }

    /** The model asks for a tool. @return whether it may run */
    boolean toolCall() {
        toolCalls++;
        return toolCalls <= limits.maxToolCalls();
    }

    void used(TokenUsage more) {
        usage = usage.plus(more);
        limits.maxCost()
                .ifPresent(bound ->
                        cost = cost.add(bound.prices().cost(model, more).orElseThrow(() -> noPrice(bound))));
    }

    private void checkCost(Limits.Cost bound) {
        if (cost.compareTo(bound.amount()) >= 0) {
            throw exceeded(
                    Limit.COST, millionths(bound.amount()), millionths(cost), "millionths of the currency", "maxCost");
        }
    }

    private LimitExceededException noPrice(Limits.Cost bound) {
        return new LimitExceededException(
                Limit.COST,
                millionths(bound.amount()),
                0,
                "The turn may cost " + bound.amount() + ", but there is no price for model " + model
                        + ". Add it to the PriceTable of Limits.maxCost.");
    }

    private static long millionths(BigDecimal amount) {
        return amount.movePointRight(6).setScale(0, RoundingMode.UP).longValue();
    }

    TokenUsage usage() {
        return usage;
    }

    /** A turn took longer than it may. */
    public static LimitExceededException timeOver(Duration allowed, Duration used) {
        return exceeded(Limit.TIME, allowed.toMillis(), used.toMillis(), "milliseconds", "turnTimeout");
    }

    private static LimitExceededException exceeded(Limit limit, long allowed, long used, String unit, String setter) {
        return new LimitExceededException(
                limit,
                allowed,
                used,
                "The turn used " + used + " " + unit + "; " + allowed + " are allowed. Raise Limits." + setter
                        + ", or run another turn to go on from here.");
    }
}
