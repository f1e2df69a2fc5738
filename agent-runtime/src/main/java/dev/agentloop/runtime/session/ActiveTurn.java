package dev.agentloop.runtime.session;

import dev.agentloop.AgentException;
import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnId;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.Failure;
import dev.agentloop.runtime.concurrent.Deadlines;
import dev.agentloop.runtime.event.TurnEvents;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.SteerQueue;
import dev.agentloop.runtime.loop.TurnBudget;
import dev.agentloop.runtime.loop.TurnEnd;
import dev.agentloop.runtime.loop.TurnRecorder;
import dev.agentloop.runtime.loop.TurnSpec;
import dev.agentloop.tool.JsonSchema;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A turn that runs: its signal, its deadline, its first and last event, and its result. */
final class ActiveTurn {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveTurn.class);

    /** Tells a session about its turn. */
    interface Owner {
        /** The turn takes no more input and publishes its end; a new turn waits for {@link #ended}. */
        void ending(ActiveTurn turn);

        /** The turn is over; the last thing told of it. */
        void ended(ActiveTurn turn, TurnEnd end);

        /** The turn's result. */
        TurnResult result(ActiveTurn turn, TurnStatus status, TurnEnd end);
    }

    private final TurnSpec spec;
    private final boolean continued;
    private final Owner owner;
    private final TurnRecorder recorder;
    private final Deadlines deadlines;
    private final Duration timeout;
    private final InterruptSignal signal = new InterruptSignal();
    private final SteerQueue steering = new SteerQueue();
    private final int firstItem;

    ActiveTurn(
            TurnSpec spec,
            boolean continued,
            int firstItem,
            Owner owner,
            TurnRecorder recorder,
            Deadlines deadlines,
            Duration timeout) {
        this.spec = spec;
        this.continued = continued;
        this.firstItem = firstItem;
        this.owner = owner;
        this.recorder = recorder;
        this.deadlines = deadlines;
        this.timeout = timeout;
    }

    TurnId id() {
        return spec.id();
    }

    /** Index of its first item in the session's log. */
    int firstItem() {
        return firstItem;
    }

    /** Schema the answer must follow. */
    Optional<JsonSchema> outputSchema() {
        return spec.outputSchema();
    }

    InterruptSignal signal() {
        return signal;
    }

    SteerQueue steering() {
        return steering;
    }

    /**
     * Runs the turn on this thread.
     *
     * @param prelude what must be written down before the turn
     * @param work the turn
     * @throws TurnFailedException when it ended without completing
     */
    TurnResult execute(Runnable prelude, Supplier<TurnEnd> work) {
        TurnEnd end = timed(prelude, work);
        try {
            return finish(end);
        } finally {
            owner.ended(this, end);
            if (signal.reason().equals(Optional.of(InterruptSignal.Reason.THREAD_INTERRUPTED))) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private TurnEnd timed(Runnable prelude, Supplier<TurnEnd> work) {
        long startedAt = System.nanoTime();
        TurnEnd end = guarded(prelude, work);
        boolean timeOver = signal.reason().equals(Optional.of(InterruptSignal.Reason.TIME_LIMIT));
        if (!timeOver || end.status() != TurnStatus.INTERRUPTED || end.failure().isPresent()) {
            return end;
        }
        return end.failed(TurnBudget.timeOver(timeout, Duration.ofNanos(System.nanoTime() - startedAt)));
    }

    private TurnEnd guarded(Runnable prelude, Supplier<TurnEnd> work) {
        try {
            begin(prelude);
            Deadlines.Deadline wallTime =
                    deadlines.after(timeout, () -> signal.interrupt(InterruptSignal.Reason.TIME_LIMIT));
            try {
                return work.get();
            } finally {
                wallTime.close();
            }
        } catch (RuntimeException | Error failure) { // a turn always ends with one terminal event
            TurnEnd interrupted = new TurnEnd(TurnStatus.INTERRUPTED, "", TokenUsage.NONE, Optional.empty());
            return signal.isCancelled() && !(failure instanceof Error) ? interrupted : interrupted.failed(failure);
        }
    }

    private void begin(Runnable prelude) {
        try {
            prelude.run();
            if (!continued) {
                recorder.journal().turnStarted(spec);
            }
        } finally {
            // Also when it could not be written down: then TurnFailed says so, and listeners see both ends of a turn.
            recorder.events().turnStarted(spec.model(), continued);
        }
    }

    private TurnResult finish(TurnEnd end) {
        owner.ending(this);
        Optional<Throwable> failure = journalEnd(end);
        TurnEvents events = recorder.events();
        if (failure.isEmpty()) {
            TurnResult result = owner.result(this, end.status(), end);
            events.turnCompleted(end.status(), end.finalMessage(), end.usage());
            return result;
        }
        Throwable cause = failure.get();
        if (!(cause instanceof AgentException)) {
            LOG.error("Turn {} failed unexpectedly", id(), cause);
        }
        TurnResult partial = owner.result(this, TurnStatus.INTERRUPTED, end);
        events.turnFailed(describe(cause), end.usage());
        throw new TurnFailedException("Turn " + id() + " failed: " + cause.getMessage(), cause, partial);
    }

    private Optional<Throwable> journalEnd(TurnEnd end) {
        if (end.isSuspended()) {
            recorder.journal().turnSuspended();
            return Optional.empty();
        }
        try {
            recorder.journal()
                    .turnEnded(
                            end.failure().isPresent()
                                    ? "failed"
                                    : end.status().name().toLowerCase(Locale.ROOT));
            return end.failure();
        } catch (RuntimeException | Error storeFailure) {
            Throwable first = end.failure().orElse(storeFailure);
            if (first != storeFailure) {
                first.addSuppressed(storeFailure);
            }
            return Optional.of(first);
        }
    }

    private static Failure describe(Throwable cause) {
        String message = cause instanceof AgentException
                ? String.valueOf(cause.getMessage())
                : "Unexpected " + cause.getClass().getName() + "; see the log";
        boolean retryable = cause instanceof AgentException known && known.retryable();
        OptionalInt status = cause instanceof ModelException model ? model.status() : OptionalInt.empty();
        Optional<String> request = cause instanceof ModelException model ? model.requestId() : Optional.empty();
        return new Failure(cause.getClass().getSimpleName(), message, retryable, status, request);
    }
}
