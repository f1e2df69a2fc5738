package dev.agentloop.runtime;

import dev.agentloop.runtime.tool.ToolRegistry;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.ToolHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tools that come after those an agent is built with; kept until there is a registry to take them. Thread-safe. */
final class LateTools {
    private record Offer(ToolProvider provider, List<ToolHandler> tools) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Offer> early = new ArrayList<>();
    private @Nullable ToolRegistry registry;

    void offer(ToolProvider provider, List<ToolHandler> tools) {
        lock.lock();
        try {
            if (registry == null) {
                early.add(new Offer(provider, tools));
            } else {
                registry.offer(provider, tools);
            }
        } finally {
            lock.unlock();
        }
    }

    /** From now on tools go there, beginning with those that are here already. */
    void register(ToolRegistry taker) {
        lock.lock();
        try {
            registry = taker;
            early.forEach(offer -> taker.offer(offer.provider(), offer.tools()));
            early.clear();
        } finally {
            lock.unlock();
        }
    }
}
