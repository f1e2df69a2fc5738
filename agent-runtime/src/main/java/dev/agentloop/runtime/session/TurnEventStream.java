package dev.agentloop.runtime.session;

import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnId;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStream;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events of one turn between its threads and one consumer, at most a thousand at a time. Events are kept from the
 * beginning until somebody iterates; once somebody only wants the result, they are dropped.
 */
final class TurnEventStream implements TurnStream, EventListener {
    private static final int CAPACITY = 1024;
    private static final long CLOSE_SECONDS = 5;

    private final TurnId turn;
    private final Runnable interrupt;
    private final CompletableFuture<TurnResult> result = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<AgentEvent> events = new ArrayDeque<>();
    private boolean iterated;
    private boolean discarding;
    private boolean unblocked;
    private boolean ended;

    TurnEventStream(TurnId turn, Runnable interrupt) {
        this.turn = turn;
        this.interrupt = interrupt;
    }

    @Override
    public void onEvent(AgentEvent event) {
        if (!event.turnId().filter(turn::equals).isPresent()) {
            return;
        }
        boolean last = event instanceof AgentEvent.TurnCompleted || event instanceof AgentEvent.TurnFailed;
        lock.lock();
        try {
            while (events.size() >= CAPACITY && !discarding && !unblocked && !last) {
                changed.await();
            }
            if (!discarding) {
                events.add(event);
            }
        } catch (InterruptedException e) {
            events.add(event); // over capacity rather than lost; the interrupt ends the turn anyway
            Thread.currentThread().interrupt();
        } finally {
            ended |= last;
            changed.signalAll();
            lock.unlock();
        }
    }

    void complete(TurnResult value) {
        finish();
        result.complete(value);
    }

    void fail(Throwable failure) {
        finish();
        result.completeExceptionally(failure);
    }

    private void finish() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The turn is interrupted and must not wait for its consumer; what is queued stays. */
    void unblock() {
        lock.lock();
        try {
            unblocked = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody will read events any more. */
    private void discard() {
        lock.lock();
        try {
            if (!iterated) {
                events.clear();
            }
            discarding = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public TurnId turnId() {
        return turn;
    }

    @Override
    public Iterator<AgentEvent> iterator() {
        lock.lock();
        try {
            if (iterated) {
                throw new IllegalStateException(
                        "The events of turn " + turn + " can be iterated once; keep them, or add a listener");
            }
            iterated = true;
        } finally {
            lock.unlock();
        }
        return new Events();
    }

    @Override
    public TurnResult await() {
        discardUnlessIterated();
        try {
            return result.get();
        } catch (InterruptedException e) {
            interrupt.run();
            Thread.currentThread().interrupt();
            return awaitUninterruptibly();
        } catch (ExecutionException e) {
            throw rethrow(e.getCause());
        }
    }

    private TurnResult awaitUninterruptibly() {
        boolean again = Thread.interrupted();
        try {
            return result.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(
                    "Turn " + turn + " did not end within " + CLOSE_SECONDS
                            + " seconds of being interrupted; a listener or store is stuck",
                    e);
        } catch (ExecutionException e) {
            throw rethrow(e.getCause());
        } finally {
            if (again) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException rethrow(@Nullable Throwable failure) {
        if (failure instanceof TurnFailedException failed) {
            // A fresh exception for the waiting thread: its stack trace shows who asked.
            return new TurnFailedException(
                    String.valueOf(failed.getMessage()),
                    Objects.requireNonNullElse(failed.getCause(), failed),
                    failed.partialResult());
        }
        return new IllegalStateException("The turn ended without a result", failure);
    }

    @Override
    public CompletionStage<TurnResult> result() {
        discardUnlessIterated();
        return result.copy();
    }

    private void discardUnlessIterated() {
        lock.lock();
        try {
            if (iterated) {
                return;
            }
        } finally {
            lock.unlock();
        }
        discard();
    }

    @Override
    public void close() {
        if (!result.isDone()) {
            interrupt.run();
        }
        discard();
        try {
            result.handle((value, failure) -> true).get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "Turn " + turn + " did not end within " + CLOSE_SECONDS
                            + " seconds of being interrupted; a listener or store is stuck",
                    e);
        }
    }

    private final class Events implements Iterator<AgentEvent> {
        @Override
        public boolean hasNext() {
            lock.lock();
            try {
                while (events.isEmpty() && !ended && !discarding) {
                    changed.await();
                }
                return !events.isEmpty();
            } catch (InterruptedException e) {
                interrupt.run();
                Thread.currentThread().interrupt();
                return !events.isEmpty();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public AgentEvent next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The turn has ended");
            }
            lock.lock();
            try {
                changed.signalAll();
                return events.remove();
            } finally {
                lock.unlock();
            }
        }
    }
}
