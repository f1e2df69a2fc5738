package dev.agentloop.event;

import dev.agentloop.session.SessionId;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/**
 * Receives the events of one session or of all sessions of an agent.
 *
 * <p>Threads: one event at a time per session, in order of {@link AgentEvent#sequence()}, on a thread of the turn (its
 * own or that of one of its tool calls), with no lock held. Events of different sessions arrive concurrently at a
 * listener given to an agent. A slow listener slows its turn down, which is the back-pressure on the model's stream;
 * {@link #buffered} is the way out. A listener may call every session method except those that run a turn. What it
 * throws is logged, reported once as a {@link AgentEvent.Notice} and never breaks the turn.
 */
@FunctionalInterface
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface EventListener {
    /** Takes one event. */
    void onEvent(AgentEvent event);

    /** A listener that hands each kind of event to its own code. */
    static Router router() {
        return new Router();
    }

    /**
     * A listener with a queue and a thread of its own, for slow consumers. Close it to stop the thread.
     *
     * @param delegate gets the events, in order
     * @param capacity how many events may wait
     * @param overflow what happens to an event that finds the queue full
     */
    static BufferedEventListener buffered(
            EventListener delegate, int capacity, BufferedEventListener.Overflow overflow) {
        return new BufferedEventListener(delegate, capacity, overflow);
    }

    /** Makes a listener for each session, for listeners with state. */
    @FunctionalInterface
    interface Factory {
        /** A new listener for this session. Called once, before its first event. */
        EventListener create(SessionId session);
    }

    /** Hands each kind of event to its own code. Not thread-safe while handlers are added. */
    final class Router implements EventListener {
        private final java.util.List<Route<?>> routes = new java.util.ArrayList<>();

        private Router() {}

        /** Adds code for one kind of event, or for {@link AgentEvent} itself. Handlers run in the order they were added. */
        public <E extends AgentEvent> Router on(Class<E> kind, Consumer<? super E> handler) {
            routes.add(new Route<>(kind, handler));
            return this;
        }

        @Override
        public void onEvent(AgentEvent event) {
            for (Route<?> route : routes) {
                route.offer(event);
            }
        }

        private record Route<E extends AgentEvent>(Class<E> kind, Consumer<? super E> handler) {
            void offer(AgentEvent event) {
                if (kind.isInstance(event)) {
                    handler.accept(kind.cast(event));
                }
            }
        }
    }
}
