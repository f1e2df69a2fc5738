package dev.agentloop.runtime.sandbox;

import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One policy, opened when the first command needs it, and closed with its session. Thread-safe. */
public final class SessionSandbox implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final SandboxPolicy policy;
    private final Supplier<SandboxProvider> provider;
    private @Nullable SandboxSession opened;
    private boolean closed;

    public SessionSandbox(SandboxPolicy policy, Supplier<SandboxProvider> provider) {
        this.policy = policy;
        this.provider = provider;
    }

    /** The policy. */
    public SandboxPolicy policy() {
        return policy;
    }

    /**
     * The opened sandbox.
     *
     * @throws dev.agentloop.SandboxUnavailableException when it cannot be enforced
     */
    SandboxSession session() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The session is closed; it starts no more commands");
            }
            if (opened == null) {
                opened = provider.get().open(policy);
            }
            return opened;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        SandboxSession toClose;
        lock.lock();
        try {
            closed = true;
            toClose = opened;
            opened = null;
        } finally {
            lock.unlock();
        }
        if (toClose != null) {
            toClose.close();
        }
    }
}
