package dev.agentloop;

import java.util.Objects;
import org.apiguardian.api.API;

/** A turn used up one of its {@link Limits}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class LimitExceededException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final Limit limit;
    private final long allowed;
    private final long used;

    public LimitExceededException(Limit limit, long allowed, long used, String message) {
        super(message, null);
        this.limit = Objects.requireNonNull(limit, "limit");
        this.allowed = allowed;
        this.used = used;
    }

    /** What a turn may use up. */
    public enum Limit {
        /** Requests to the model. */
        SAMPLES,
        /** Milliseconds of the turn. */
        TIME,
        /** Input and output tokens of the turn. */
        TOKENS,
        /** Tool calls of the turn. */
        TOOL_CALLS,
        /** Millionths of the price table's currency that the turn cost. */
        COST
    }

    /** Which limit. */
    public Limit limit() {
        return limit;
    }

    /** How much was allowed, in the limit's unit. */
    public long allowed() {
        return allowed;
    }

    /** How much was used, in the limit's unit. */
    public long used() {
        return used;
    }
}
