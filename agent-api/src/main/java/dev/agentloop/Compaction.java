package dev.agentloop;

import java.util.List;
import org.apiguardian.api.API;

/**
 * When and how older history makes place for a shorter form of it, so that a session never fills the model's context
 * window. The opening context, the first thing the user said, pinned input and, within a bound, what the user said last
 * always stay. Needs to know the window's size, see {@link dev.agentloop.model.ModelEndpoint.Builder#model}; where it is
 * unknown, history is compacted when the service says that it is too long. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Compaction {
    /** A way to get a shorter form. */
    public enum Strategy {
        /** The service's own request for it, where the service has one. */
        SERVICE_ENDPOINT,
        /** An item in the service's answer, where the service makes such items. */
        SERVICE_STREAM,
        /** A summary that the model writes. Tools and prefix of the request stay, so the prompt cache stays warm. */
        LOCAL_SUMMARY
    }

    private final double threshold;
    private final long userMessageTokens;
    private final List<Strategy> strategies;

    private Compaction(Builder from) {
        this.threshold = from.threshold;
        this.userMessageTokens = from.userMessageTokens;
        this.strategies = from.strategies;
    }

    /** The defaults. */
    public static Compaction ofDefaults() {
        return builder().build();
    }

    /** History is compacted by {@link AgentSession#compact()} only. */
    public static Compaction onRequest() {
        return builder().threshold(Double.POSITIVE_INFINITY).build();
    }

    /** The defaults, to be changed. */
    public static Builder builder() {
        return new Builder();
    }

    /** The part of the window that may be full before a request; infinite: never compact by oneself. */
    public double threshold() {
        return threshold;
    }

    /** Most tokens of the user's own messages that are kept, the newest first. */
    public long userMessageTokens() {
        return userMessageTokens;
    }

    /** What is tried, in this order, until something works. */
    public List<Strategy> strategies() {
        return strategies;
    }

    /** Collects settings; not thread-safe. */
    public static final class Builder {
        // What Codex uses: the answer and its tool outputs still fit into the rest.
        private double threshold = 0.9;
        private long userMessageTokens = 20_000;
        private List<Strategy> strategies = List.of(Strategy.values());

        private Builder() {}

        /** The part of the window that may be full; default 0.9. */
        public Builder threshold(double part) {
            if (!(part > 0)) {
                throw new IllegalArgumentException("threshold must be positive, not " + part);
            }
            this.threshold = part;
            return this;
        }

        /** Most tokens of kept user messages; default 20,000, and never more than a fifth of the window. */
        public Builder userMessageTokens(long tokens) {
            if (tokens < 1) {
                throw new IllegalArgumentException("userMessageTokens must be at least 1, not " + tokens);
            }
            this.userMessageTokens = tokens;
            return this;
        }

        /** What is tried, in this order; default: all, in the order of their declaration. */
        public Builder strategies(Strategy... inOrder) {
            if (inOrder.length == 0) {
                throw new IllegalArgumentException("strategies must name at least one");
            }
            this.strategies = List.of(inOrder);
            return this;
        }

        /** The settings. */
        public Compaction build() {
            return new Compaction(this);
        }
    }
}
