package dev.agentloop.runtime.event;

import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a listener throws away from the turn. */
final class ListenerGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerGuard.class);

    private final EventListener listener;
    private boolean failedBefore;

    ListenerGuard(EventListener listener) {
        this.listener = listener;
    }

    boolean guards(EventListener other) {
        return listener == other;
    }

    String describe() {
        return listener.getClass().getName();
    }

    /** @return what it threw, the first time it threw something */
    @Nullable
    Throwable deliver(AgentEvent event) {
        try {
            listener.onEvent(event);
            return null;
        } catch (Throwable failure) { // errors too: a listener's broken assertion must not end the turn
            LOG.warn(
                    "Event listener {} failed on {}",
                    describe(),
                    event.getClass().getSimpleName(),
                    failure);
            boolean first = !failedBefore;
            failedBefore = true;
            return first ? failure : null;
        }
    }
}
