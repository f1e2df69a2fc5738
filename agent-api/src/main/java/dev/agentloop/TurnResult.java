package dev.agentloop;

import dev.agentloop.event.TurnItem;
import java.util.List;
import org.apiguardian.api.API;

/** What a turn did. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface TurnResult {
    /** The turn. */
    TurnId turnId();

    /** How it ended; for a failed turn's partial result {@link TurnStatus#INTERRUPTED}. */
    TurnStatus status();

    /** The last message of the model; empty when there is none, never null. */
    String finalMessage();

    /** Everything the turn said and did, in order of completion. */
    List<TurnItem> items();

    /** Tokens of all its requests. */
    TokenUsage usage();

    /**
     * The final message as a value, when the request asked for an output type or schema.
     *
     * @throws IllegalStateException unless the turn is {@link TurnStatus#COMPLETED} and asked for structured output
     * @throws ModelException when the model's answer does not fit, naming the place
     */
    <T> T structuredOutput(Class<T> type);
}
