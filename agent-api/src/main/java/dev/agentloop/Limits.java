package dev.agentloop;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * Bounds of one turn and of one tool call. Immutable. A turn over a bound fails with
 * {@link LimitExceededException}; its work so far is kept.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Limits {
    private final int maxSamples;
    private final int maxToolCalls;
    private final OptionalLong maxTokens;
    private final Optional<Cost> maxCost;
    private final Duration turnTimeout;
    private final Duration toolTimeout;
    private final Duration approvalTimeout;
    private final int toolOutputBytes;
    private final int parallelToolCalls;
    private final boolean exposeToolErrors;

    private Limits(Builder from) {
        this.maxSamples = from.maxSamples;
        this.maxToolCalls = from.maxToolCalls;
        this.maxTokens = from.maxTokens;
        this.maxCost = from.maxCost;
        this.turnTimeout = from.turnTimeout;
        this.toolTimeout = from.toolTimeout;
        this.approvalTimeout = from.approvalTimeout;
        this.toolOutputBytes = from.toolOutputBytes;
        this.parallelToolCalls = from.parallelToolCalls;
        this.exposeToolErrors = from.exposeToolErrors;
    }

    /** The defaults. */
    public static Limits ofDefaults() {
        return builder().build();
    }

    /** The defaults, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    /** These limits, to be changed. */
    public Builder toBuilder() {
        Builder copy = new Builder();
        copy.maxSamples = maxSamples;
        copy.maxToolCalls = maxToolCalls;
        copy.maxTokens = maxTokens;
        copy.maxCost = maxCost;
        copy.turnTimeout = turnTimeout;
        copy.toolTimeout = toolTimeout;
        copy.approvalTimeout = approvalTimeout;
        copy.toolOutputBytes = toolOutputBytes;
        copy.parallelToolCalls = parallelToolCalls;
        copy.exposeToolErrors = exposeToolErrors;
        return copy;
    }

    /** Most requests to the model in a turn. */
    public int maxSamples() {
        return maxSamples;
    }

    /** Most tool calls in a turn. */
    public int maxToolCalls() {
        return maxToolCalls;
    }

    /** Most input and output tokens of a turn together; empty: no bound. */
    public OptionalLong maxTokens() {
        return maxTokens;
    }

    /**
     * A bound of what a turn may cost.
     *
     * @param amount in the currency of the prices
     * @param prices what tokens cost
     */
    public record Cost(BigDecimal amount, PriceTable prices) {
        public Cost {
            Objects.requireNonNull(prices, "prices");
            if (amount.signum() <= 0) {
                throw new IllegalArgumentException("maxCost must be positive, not " + amount);
            }
        }
    }

    /** Most that a turn may cost; empty: no bound. */
    public Optional<Cost> maxCost() {
        return maxCost;
    }

    /** Longest time of a turn. Time spent waiting for a deferred approval does not count. */
    public Duration turnTimeout() {
        return turnTimeout;
    }

    /** Longest time of one tool call; the model is told when it is over. */
    public Duration toolTimeout() {
        return toolTimeout;
    }

    /** Longest time an approval handler may take; then the answer is no. */
    public Duration approvalTimeout() {
        return approvalTimeout;
    }

    /** Most bytes of text of one tool output; beyond them head and tail are kept. */
    public int toolOutputBytes() {
        return toolOutputBytes;
    }

    /** Most calls of one response that run at once. */
    public int parallelToolCalls() {
        return parallelToolCalls;
    }

    /** Whether the model is told the messages of unexpected tool exceptions. */
    public boolean exposeToolErrors() {
        return exposeToolErrors;
    }

    /** Collects limits; not thread-safe. */
    public static final class Builder {
        private int maxSamples = 200;
        private int maxToolCalls = 1000;
        private OptionalLong maxTokens = OptionalLong.empty();
        private Optional<Cost> maxCost = Optional.empty();
        private Duration turnTimeout = Duration.ofHours(1);
        private Duration toolTimeout = Duration.ofMinutes(10);
        private Duration approvalTimeout = Duration.ofMinutes(30);
        // 10,000 tokens at four bytes a token: what Codex gives a tool, enough for a test report.
        private int toolOutputBytes = 40_000;
        private int parallelToolCalls = 8;
        private boolean exposeToolErrors;

        private Builder() {}

        /** Most requests to the model in a turn; default 200. */
        public Builder maxSamples(int samples) {
            this.maxSamples = atLeastOne("maxSamples", samples);
            return this;
        }

        /** Most tool calls in a turn; default 1000. */
        public Builder maxToolCalls(int calls) {
            this.maxToolCalls = atLeastOne("maxToolCalls", calls);
            return this;
        }

        /** Most tokens of a turn; default: no bound. */
        public Builder maxTokens(long tokens) {
            if (tokens < 1) {
                throw new IllegalArgumentException("maxTokens must be at least 1, not " + tokens);
            }
            this.maxTokens = OptionalLong.of(tokens);
            return this;
        }

        /**
         * Most that a turn may cost, by the name of the model it was asked of; default: no bound. A turn whose model has no
         * price ends as if it were too dear.
         *
         * @param amount in the currency of the prices
         */
        public Builder maxCost(BigDecimal amount, PriceTable prices) {
            this.maxCost = Optional.of(new Cost(amount, prices));
            return this;
        }

        /** Longest time of a turn; default one hour. */
        public Builder turnTimeout(Duration time) {
            this.turnTimeout = positive("turnTimeout", time);
            return this;
        }

        /** Longest time of one tool call; default ten minutes. */
        public Builder toolTimeout(Duration time) {
            this.toolTimeout = positive("toolTimeout", time);
            return this;
        }

        /** Longest time of an approval; default half an hour. */
        public Builder approvalTimeout(Duration time) {
            this.approvalTimeout = positive("approvalTimeout", time);
            return this;
        }

        /** Most bytes of one tool output; default 40,000. */
        public Builder toolOutputBytes(int bytes) {
            if (bytes < 256) {
                throw new IllegalArgumentException("toolOutputBytes must be at least 256, not " + bytes);
            }
            this.toolOutputBytes = bytes;
            return this;
        }

        /** Most calls that run at once; default 8. */
        public Builder parallelToolCalls(int calls) {
            this.parallelToolCalls = atLeastOne("parallelToolCalls", calls);
            return this;
        }

        /**
         * Tells the model the messages of unexpected tool exceptions, not only their class; default false, because such
         * messages may hold secrets.
         */
        public Builder exposeToolErrors(boolean expose) {
            this.exposeToolErrors = expose;
            return this;
        }

        /** The limits. */
        public Limits build() {
            return new Limits(this);
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }

        private static Duration positive(String name, Duration value) {
            Objects.requireNonNull(value, name);
            if (value.isZero() || value.isNegative()) {
                throw new IllegalArgumentException(name + " must be positive, not " + value);
            }
            return value;
        }
    }
}
