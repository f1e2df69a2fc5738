package dev.agentloop.runtime.history;

import dev.agentloop.event.PrefixBreak;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Compares each request of a session with the one before it, as a prompt cache does. Thread-safe. */
public final class PromptPrefix {
    private static final String REPLACED = "the history was replaced";

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ModelRequest last;
    private String reason = REPLACED;

    /** The history is about to be another one on purpose. */
    public void replaced(String why) {
        lock.lock();
        try {
            reason = why;
        } finally {
            lock.unlock();
        }
    }

    /** A request is about to be sent. */
    public Optional<PrefixBreak> sent(ModelRequest request) {
        lock.lock();
        try {
            Optional<PrefixBreak> found = last == null ? Optional.empty() : difference(last, request);
            last = request;
            reason = REPLACED;
            return found;
        } finally {
            lock.unlock();
        }
    }

    private Optional<PrefixBreak> difference(ModelRequest before, ModelRequest now) {
        if (!before.model().equals(now.model())) {
            return found("model", "each model has a cache of its own; " + before.model() + " was asked before");
        }
        if (!before.instructions().equals(now.instructions())) {
            return found("instructions", "the instructions changed");
        }
        return tools(before.tools(), now.tools()).or(() -> items(before.input(), now.input()));
    }

    private static Optional<PrefixBreak> tools(List<ToolSpec> before, List<ToolSpec> now) {
        if (before == now) {
            return Optional.empty();
        }
        for (int index = 0; index < Math.max(before.size(), now.size()); index++) {
            if (index >= now.size()) {
                return found("tool " + before.get(index).name(), "the tool is gone");
            }
            if (index >= before.size()) {
                return found("tool " + now.get(index).name(), "the tool is new");
            }
            if (!same(before.get(index), now.get(index))) {
                return found("tool " + now.get(index).name(), "the tool is new, or changed its description or schema");
            }
        }
        return Optional.empty();
    }

    private static boolean same(ToolSpec one, ToolSpec other) {
        return one == other
                || one.name().equals(other.name())
                        && one.description().equals(other.description())
                        && one.inputSchema().equals(other.inputSchema());
    }

    private Optional<PrefixBreak> items(List<ModelItem> before, List<ModelItem> now) {
        for (int index = 0; index < before.size(); index++) {
            if (index >= now.size() || !same(before.get(index), now.get(index))) {
                return found("item " + (index + 1), reason);
            }
        }
        return Optional.empty();
    }

    /** Almost always the same object; a session that was read again has equal ones. */
    private static boolean same(ModelItem one, ModelItem other) {
        return one == other || one.equals(other);
    }

    private static Optional<PrefixBreak> found(String place, String why) {
        return Optional.of(new PrefixBreak(place, why));
    }
}
