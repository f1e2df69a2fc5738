package dev.agentloop.runtime.sandbox;

import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One policy, opened when the first command needs it, and closed with its session. Grants widen it for what starts later;
 * what runs keeps the sandbox it was started in. Thread-safe.
 */
public final class SessionSandbox implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final SandboxPolicy base;
    private final Supplier<SandboxProvider> provider;
    private final Deque<SandboxSession> opened = new ArrayDeque<>();
    private SandboxPolicy policy;
    private boolean closed;

    public SessionSandbox(SandboxPolicy policy, Supplier<SandboxProvider> provider) {
        this.base = policy;
        this.policy = policy;
        this.provider = provider;
    }

    /** The policy, with what was granted so far. */
    public SandboxPolicy policy() {
        lock.lock();
        try {
            return policy;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Widens the policy for what starts from now on.
     *
     * @throws dev.agentloop.SandboxUnavailableException when the wider policy cannot be enforced; nothing changes then
     */
    void grant(PermissionGrant grant) {
        lock.lock();
        try {
            opened.push(session().widen(grant));
            policy = grant.applyTo(policy);
        } finally {
            lock.unlock();
        }
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
            if (opened.isEmpty()) {
                opened.push(provider.get().open(base));
            }
            return opened.element();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<SandboxSession> toClose;
        lock.lock();
        try {
            closed = true;
            toClose = List.copyOf(opened);
            opened.clear();
        } finally {
            lock.unlock();
        }
        toClose.forEach(SandboxSession::close);
    }
}
