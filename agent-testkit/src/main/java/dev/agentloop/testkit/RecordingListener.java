package dev.agentloop.testkit;

import dev.agentloop.TurnId;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.event.TurnItem;
import dev.agentloop.session.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * A listener that remembers everything and watches the promises made to listeners: sequences without a gap from 1,
 * exactly one end of a turn and nothing of the turn after it, and no lock held during a callback.
 *
 * <p>An agent does not let a listener's exception out, so a broken promise is remembered too, and every method that
 * reads the record throws it as an AssertionError. Thread-safe; takes events of any number of sessions.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RecordingListener implements EventListener {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final List<AgentEvent> events = new ArrayList<>();
    private final Map<SessionId, Long> sequences = new HashMap<>();
    private final Set<TurnId> ended = new HashSet<>();
    private final List<String> problems = new ArrayList<>();
    private final List<ReentrantLock> locks = new ArrayList<>();
    private final List<Object> monitors = new ArrayList<>();

    /** Names a lock that must not be held by the thread that calls this listener. */
    public RecordingListener mustBeFree(ReentrantLock named) {
        lock.lock();
        try {
            locks.add(named);
        } finally {
            lock.unlock();
        }
        return this;
    }

    /** Names an object whose monitor must not be held by the thread that calls this listener. */
    public RecordingListener monitorMustBeFree(Object named) {
        lock.lock();
        try {
            monitors.add(named);
        } finally {
            lock.unlock();
        }
        return this;
    }

    @Override
    public void onEvent(AgentEvent event) {
        lock.lock();
        try {
            checkSequence(event);
            checkTurn(event);
            for (ReentrantLock named : locks) {
                if (named.isHeldByCurrentThread()) {
                    problems.add("Lock " + named + " was held during the callback of " + event);
                }
            }
            for (Object named : monitors) {
                if (Thread.holdsLock(named)) {
                    problems.add("The monitor of " + named + " was held during the callback of " + event);
                }
            }
            events.add(event);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void checkSequence(AgentEvent event) {
        // A session that is opened again counts from 1 again.
        boolean opened = event instanceof AgentEvent.SessionStarted;
        long expected = opened ? 1 : sequences.getOrDefault(event.sessionId(), 0L) + 1;
        if (event.sequence() != expected) {
            problems.add("Sequence " + expected + " was expected, but this came: " + event);
        }
        sequences.put(event.sessionId(), event.sequence());
    }

    private void checkTurn(AgentEvent event) {
        event.turnId().ifPresent(turn -> {
            if (event instanceof AgentEvent.TurnStarted started && started.continued()) {
                ended.remove(turn); // a suspended turn goes on
            } else if (ended.contains(turn)) {
                problems.add("Turn " + turn + " had ended, but this came: " + event);
            }
            if (isTerminal(event)) {
                ended.add(turn);
            }
        });
    }

    private static boolean isTerminal(AgentEvent event) {
        return event instanceof AgentEvent.TurnCompleted || event instanceof AgentEvent.TurnFailed;
    }

    /** Everything so far, in the order it came. */
    public List<AgentEvent> events() {
        lock.lock();
        try {
            throwProblems();
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** The events of one kind. */
    public <E extends AgentEvent> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The simple names of all events, such as {@code TurnStarted}, so that a whole sequence can be compared. */
    public List<String> types() {
        return events().stream().map(RecordingListener::nameOf).toList();
    }

    /** As {@link #types}, with each run of deltas of one item as one entry, since their number is the wire's affair. */
    public List<String> typesWithoutRepeatedDeltas() {
        List<String> names = new ArrayList<>();
        AgentEvent previous = null;
        for (AgentEvent event : events()) {
            boolean repeated = event instanceof AgentEvent.ItemDelta delta
                    && previous instanceof AgentEvent.ItemDelta before
                    && before.itemId().equals(delta.itemId());
            if (!repeated) {
                names.add(nameOf(event));
            }
            previous = event;
        }
        return names;
    }

    private static String nameOf(AgentEvent event) {
        return event instanceof AgentEvent.Other other
                ? other.type()
                : event.getClass().getSimpleName();
    }

    /** All completed items, in order. */
    public List<TurnItem> items() {
        return events(AgentEvent.ItemCompleted.class).stream()
                .map(AgentEvent.ItemCompleted::item)
                .toList();
    }

    /** The completed items of one kind. */
    public <I extends TurnItem> List<I> items(Class<I> kind) {
        return items().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The texts of all deltas of this part, joined. */
    public String text(AgentEvent.ItemDelta.Part part) {
        StringBuilder all = new StringBuilder();
        for (AgentEvent.ItemDelta delta : events(AgentEvent.ItemDelta.class)) {
            if (delta.part() == part) {
                all.append(delta.delta());
            }
        }
        return all.toString();
    }

    /**
     * The end of the only turn so far.
     *
     * @throws AssertionError when no turn ended, or more than one
     */
    public AgentEvent terminal() {
        List<AgentEvent> ends =
                events().stream().filter(RecordingListener::isTerminal).toList();
        if (ends.size() != 1) {
            throw new AssertionError("One turn should have ended, but these did: " + ends);
        }
        return ends.get(0);
    }

    /**
     * Waits for an event, also one that came before.
     *
     * @throws AssertionError when there is none in time
     */
    public AgentEvent await(Predicate<? super AgentEvent> wanted, Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long nanos = timeout.toNanos();
            int seen = 0;
            while (true) {
                throwProblems();
                for (; seen < events.size(); seen++) {
                    if (wanted.test(events.get(seen))) {
                        return events.get(seen);
                    }
                }
                if (nanos <= 0) {
                    throw new AssertionError("The event did not come within " + timeout + ", only " + events);
                }
                nanos = arrived.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first event of a kind, also one that came before. */
    public <E extends AgentEvent> E await(Class<E> kind, Duration timeout) throws InterruptedException {
        return kind.cast(await(kind::isInstance, timeout));
    }

    /** Forgets what came, but not where each session's sequence stands. */
    public void clear() {
        lock.lock();
        try {
            throwProblems();
            events.clear();
        } finally {
            lock.unlock();
        }
    }

    private void throwProblems() {
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("\n", problems));
        }
    }
}
