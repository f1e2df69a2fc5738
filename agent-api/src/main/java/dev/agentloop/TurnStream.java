package dev.agentloop;

import dev.agentloop.event.AgentEvent;
import java.util.Iterator;
import java.util.concurrent.CompletionStage;
import org.apiguardian.api.API;

/**
 * A running turn as a sequence of events. One consumer iterates, once. Whoever only wants the result calls
 * {@link #await()} or {@link #result()} without iterating: then events are dropped and nothing stalls. While neither
 * happens, and while the consumer is slower than the turn, the turn waits after 1,024 undelivered events.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface TurnStream extends Iterable<AgentEvent>, AutoCloseable {
    /** The turn. */
    TurnId turnId();

    /**
     * The events from the turn's first to its last, which is {@link AgentEvent.TurnCompleted} or
     * {@link AgentEvent.TurnFailed}. Iterating never throws because of a failed turn.
     *
     * @throws IllegalStateException when called a second time
     */
    @Override
    Iterator<AgentEvent> iterator();

    /**
     * Waits for the end.
     *
     * @throws TurnFailedException when the turn failed
     */
    TurnResult await();

    /** Completes at the end, exceptionally with {@link TurnFailedException}, on the turn's thread. */
    CompletionStage<TurnResult> result();

    /** Interrupts the turn when it still runs and waits, within a bound, for its end. Idempotent. */
    @Override
    void close();
}
