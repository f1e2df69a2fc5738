package dev.agentloop.runtime.event;

import dev.agentloop.TurnId;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventHeader;
import dev.agentloop.event.EventListener;
import dev.agentloop.session.SessionId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the events of one session and delivers them one at a time, in order, with no lock held.
 *
 * <p>Whoever publishes while nobody delivers becomes the deliverer and goes on until nothing waits; others only queue.
 * So events from the turn's thread and from tool threads need no thread of their own, and a listener that publishes
 * (by steering, say) cannot deadlock. A full queue makes publishers wait, except the deliverer itself.
 */
public final class EventHub {
    private static final int MAX_WAITING = 1024;
    // A deliverer that is stuck for this long is a broken listener; then memory is the smaller evil.
    private static final long MAX_WAIT_SECONDS = 60;

    private enum Place {
        IN_TURN,
        END_OF_TURN,
        /** An event of the session, once the turn has published its last. */
        IN_TURN_OR_AFTER
    }

    private final SessionId session;
    private final Optional<SessionId> parent;
    private final Clock clock;
    private final List<ListenerGuard> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<AgentEvent> waiting = new ArrayDeque<>();
    private long sequence;
    private @Nullable Thread deliverer;
    private @Nullable TurnId open;

    public EventHub(SessionId session, Optional<SessionId> parent, Clock clock, List<EventListener> listeners) {
        this.session = session;
        this.parent = parent;
        this.clock = clock;
        listeners.forEach(this::add);
    }

    /** Adds a listener, which sees events published from now on. */
    public void add(EventListener listener) {
        listeners.add(new ListenerGuard(listener));
    }

    /** Takes a listener away. */
    public void remove(EventListener listener) {
        listeners.removeIf(guard -> guard.guards(listener));
    }

    /** Whether this thread is inside a listener of this hub. */
    public boolean isDelivering() {
        lock.lock();
        try {
            return deliverer == Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Numbers an event and delivers it, on this thread or on the one that delivers already. An event of a turn that does
     * not run is dropped: it comes from a tool that nobody waited for.
     */
    public void publish(Optional<TurnId> turn, Function<EventHeader, AgentEvent> event) {
        publish(turn, event, Place.IN_TURN);
    }

    /** Publishes the last event of a turn. */
    void publishLast(TurnId turn, Function<EventHeader, AgentEvent> event) {
        publish(Optional.of(turn), event, Place.END_OF_TURN);
    }

    /** A turn begins, or goes on that had ended as suspended. */
    void open(TurnId turn) {
        lock.lock();
        try {
            open = turn;
        } finally {
            lock.unlock();
        }
    }

    private void publish(Optional<TurnId> turn, Function<EventHeader, AgentEvent> event, Place place) {
        boolean deliver;
        Instant now = clock.instant(); // the application's code, so not under the lock
        lock.lock();
        try {
            awaitRoom();
            Optional<TurnId> running = turn.filter(id -> id.equals(open));
            if (turn.isPresent() && running.isEmpty() && place != Place.IN_TURN_OR_AFTER) {
                return;
            }
            if (place == Place.END_OF_TURN) {
                open = null;
            }
            sequence++;
            waiting.add(event.apply(new EventHeader(session, parent, running, now, sequence)));
            deliver = deliverer == null;
            if (deliver) {
                deliverer = Thread.currentThread();
            }
        } finally {
            lock.unlock();
        }
        if (deliver) {
            deliverAll();
        }
    }

    private void awaitRoom() {
        if (waiting.size() < MAX_WAITING || deliverer == null || deliverer == Thread.currentThread()) {
            return;
        }
        long nanos = TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
        boolean interrupted = false;
        while (waiting.size() >= MAX_WAITING && deliverer != null && nanos > 0) {
            try {
                nanos = room.awaitNanos(nanos);
            } catch (InterruptedException e) {
                interrupted = true;
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliverAll() {
        AgentEvent event = next();
        while (event != null) {
            for (ListenerGuard listener : listeners) {
                Throwable failure = listener.deliver(event);
                if (failure != null) {
                    String message = "Event listener " + listener.describe() + " threw "
                            + failure.getClass().getName() + "; later failures of it are only logged";
                    publish(
                            event.turnId(),
                            header -> new AgentEvent.Notice(header, "listener.failed", message),
                            Place.IN_TURN_OR_AFTER);
                }
            }
            event = next();
        }
    }

    private @Nullable AgentEvent next() {
        lock.lock();
        try {
            AgentEvent event = waiting.poll();
            if (event == null) {
                deliverer = null;
            }
            room.signalAll();
            return event;
        } finally {
            lock.unlock();
        }
    }
}
