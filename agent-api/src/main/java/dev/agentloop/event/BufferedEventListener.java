package dev.agentloop.event;

import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A listener with a bounded queue and a daemon thread of its own. Made by {@link EventListener#buffered}.
 *
 * <p>{@link #close()} delivers what is queued, waits at most five seconds for that, and ends the thread.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BufferedEventListener implements EventListener, AutoCloseable {
    private static final long CLOSE_SECONDS = 5;
    private static final long POLL_MILLIS = 50;

    /** What happens to an event that finds the queue full. */
    public enum Overflow {
        /** The turn waits: nothing is lost, but for an event that waits when the turn is interrupted; it is counted. */
        BLOCK,
        /** Deltas that find no room are dropped and counted; all other events wait. */
        DROP_DELTAS
    }

    private final EventListener delegate;
    private final Overflow overflow;
    private final BlockingQueue<AgentEvent> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    BufferedEventListener(EventListener delegate, int capacity, Overflow overflow) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
        this.overflow = Objects.requireNonNull(overflow, "overflow");
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.thread = new Thread(this::deliver, "agentloop-listener");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onEvent(AgentEvent event) {
        if (closed || queue.offer(event)) {
            return;
        }
        if (overflow == Overflow.DROP_DELTAS && event instanceof AgentEvent.ItemDelta) {
            dropped.incrementAndGet();
            return;
        }
        try {
            while (!closed && !queue.offer(event, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                // The consumer is slow; waiting here is the promised back-pressure.
            }
        } catch (InterruptedException e) {
            dropped.incrementAndGet();
            Thread.currentThread().interrupt();
        }
    }

    /** How many events were dropped so far. */
    public long dropped() {
        return dropped.get();
    }

    /** How many events the delegate answered with an exception so far. */
    public long failed() {
        return failed.get();
    }

    @Override
    public void close() {
        closed = true;
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver() {
        AgentEvent event = next();
        while (event != null || !closed) {
            if (event != null) {
                pass(event);
            }
            event = next();
        }
    }

    /** Waits in short steps rather than being interrupted, so that closing never disturbs the delegate's work. */
    private @Nullable AgentEvent next() {
        try {
            return closed ? queue.poll() : queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException ofTheDelegate) {
            return queue.poll();
        }
    }

    private void pass(AgentEvent event) {
        try {
            delegate.onEvent(event);
        } catch (Throwable e) { // errors too: without its thread the queue fills up and turns wait for ever
            if (failed.getAndIncrement() == 0) {
                System.getLogger(BufferedEventListener.class.getName())
                        .log(System.Logger.Level.WARNING, "Event listener " + delegate + " failed", e);
            }
        }
    }
}
