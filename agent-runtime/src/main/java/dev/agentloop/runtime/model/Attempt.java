package dev.agentloop.runtime.model;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.tool.Cancellation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One request to a provider and the reading of its answer. Ends early when it is cancelled or the provider is silent:
 * by an interrupt while the provider still waits for the answer's head, by closing the stream afterwards.
 */
final class Attempt {
    private final ModelProvider provider;
    private final StreamWatchdog watchdog;
    private final Cancellation cancel;
    private final Set<String> openItems = new LinkedHashSet<>();
    private boolean itemsDone;
    private @Nullable ModelException failure;

    private final ReentrantLock lock = new ReentrantLock();
    private boolean aborted;
    private boolean interruptedByUs;
    private @Nullable Thread opening;
    private @Nullable ModelStream stream;

    Attempt(ModelProvider provider, StreamWatchdog watchdog, Cancellation cancel) {
        this.provider = provider;
        this.watchdog = watchdog;
        this.cancel = cancel;
    }

    /**
     * Sends the request and hands all events on.
     *
     * @return null when it failed; see {@link #failure()}
     */
    ModelEvent.@Nullable Completed read(ModelRequest request, Sink sink) throws InterruptedException {
        Cancellation.Registration registration = cancel.onCancel(this::abort);
        try (StreamWatchdog.Watch watch = watchdog.watch(this::abort)) {
            return readWatched(request, sink, watch);
        } finally {
            registration.close();
            closeStream();
        }
    }

    /** Why {@link #read} returned null. */
    ModelException failure() {
        return failure == null ? Failures.endedEarly() : failure;
    }

    /** Whether an item was done, so that sending the same request again could repeat what it started. */
    boolean hasDoneItems() {
        return itemsDone;
    }

    /** Items that were started and are not done. */
    List<String> openItems() {
        return List.copyOf(openItems);
    }

    private ModelEvent.@Nullable Completed readWatched(ModelRequest request, Sink sink, StreamWatchdog.Watch watch)
            throws InterruptedException {
        watch.waiting();
        ModelStream opened = open(request, watch);
        while (opened != null) {
            cancel.throwIfCancelled();
            watch.waiting();
            ModelEvent event = next(opened, watch);
            watch.busy();
            if (event == null) {
                return null;
            }
            if (event instanceof ModelEvent.KeepAlive) {
                continue;
            }
            note(event);
            sink.onEvent(event);
            if (event instanceof ModelEvent.Completed completed) {
                return completed;
            }
        }
        return null;
    }

    private @Nullable ModelStream open(ModelRequest request, StreamWatchdog.Watch watch) throws InterruptedException {
        enterOpening();
        ModelStream opened = null;
        try {
            opened = provider.open(request);
        } catch (InterruptedException e) {
            if (!wasInterruptedByUs()) {
                throw e;
            }
            fail(Failures.endedEarly(), watch);
        } catch (ModelException e) {
            fail(e, watch);
        } catch (RuntimeException e) {
            fail(Failures.unexpected(provider.id(), e), watch);
        } finally {
            leaveOpening(opened);
        }
        return opened;
    }

    private @Nullable ModelEvent next(ModelStream opened, StreamWatchdog.Watch watch) throws InterruptedException {
        ModelEvent event = null;
        try {
            event = opened.next();
            if (event == null) {
                fail(Failures.endedEarly(), watch);
            }
        } catch (ModelException e) {
            fail(e, watch);
        } catch (RuntimeException e) {
            fail(Failures.unexpected(provider.id(), e), watch);
        }
        return event;
    }

    private void fail(ModelException cause, StreamWatchdog.Watch watch) {
        if (cancel.isCancelled()) {
            CancellationException cancelled = new CancellationException("The turn was interrupted");
            cancelled.initCause(cause);
            throw cancelled;
        }
        failure = watch.fired()
                ? ModelException.builder(
                                Kind.TIMEOUT,
                                "The model service sent nothing for "
                                        + watchdog.timeout().toMillis() + " ms")
                        .cause(cause)
                        .build()
                : cause;
    }

    private void note(ModelEvent event) {
        if (event instanceof ModelEvent.ItemStarted started) {
            openItems.add(started.itemId());
        } else if (event instanceof ModelEvent.ItemDone done) {
            openItems.remove(done.itemId());
            itemsDone = true;
        }
    }

    private void abort() {
        ModelStream running;
        lock.lock();
        try {
            aborted = true;
            if (opening != null) {
                interruptedByUs = true;
                opening.interrupt();
            }
            running = stream;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.close();
        }
    }

    private void enterOpening() {
        lock.lock();
        try {
            cancel.throwIfCancelled();
            opening = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void leaveOpening(@Nullable ModelStream opened) {
        boolean closeNow;
        lock.lock();
        try {
            opening = null;
            if (interruptedByUs) {
                Thread.interrupted(); // it was meant for the provider and came too late for it
            }
            stream = opened;
            closeNow = aborted;
        } finally {
            lock.unlock();
        }
        if (closeNow && opened != null) {
            opened.close();
        }
    }

    private boolean wasInterruptedByUs() {
        lock.lock();
        try {
            return interruptedByUs;
        } finally {
            lock.unlock();
        }
    }

    private void closeStream() {
        ModelStream opened = stream;
        if (opened != null) {
            opened.close();
        }
    }
}
