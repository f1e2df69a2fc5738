package dev.agentloop.runtime.sandbox;

import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.NetworkMonitor;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One policy, opened when the first command needs it, and closed with its session. Grants widen it for what starts later;
 * what runs keeps the sandbox it was started in. Thread-safe. A provider may take its time: whoever needs a sandbox waits
 * for it, while the policy can be asked for and the session be closed.
 */
public final class SessionSandbox implements AutoCloseable {
    private final ReentrantLock opening = new ReentrantLock(); // held while a provider works
    private final ReentrantLock lock = new ReentrantLock(); // guards the fields, and is never held for long
    private final SandboxPolicy base;
    private final Supplier<SandboxProvider> provider;
    private final NetworkMonitor monitor;
    private final Deque<SandboxSession> opened = new ArrayDeque<>();
    private SandboxPolicy policy;
    private boolean closed;

    public SessionSandbox(SandboxPolicy policy, Supplier<SandboxProvider> provider, NetworkMonitor monitor) {
        this.base = policy;
        this.policy = policy;
        this.provider = provider;
        this.monitor = monitor;
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
        opening.lock();
        try {
            keep(session().widen(grant), grant.applyTo(policy()));
        } finally {
            opening.unlock();
        }
    }

    /**
     * The opened sandbox.
     *
     * @throws dev.agentloop.SandboxUnavailableException when it cannot be enforced
     */
    SandboxSession session() {
        opening.lock();
        try {
            Optional<SandboxSession> newest = newest();
            return newest.isPresent() ? newest.get() : keep(provider.get().open(base, monitor), base);
        } finally {
            opening.unlock();
        }
    }

    private Optional<SandboxSession> newest() {
        lock.lock();
        try {
            if (closed) {
                throw closedAlready();
            }
            return Optional.ofNullable(opened.peek());
        } finally {
            lock.unlock();
        }
    }

    private SandboxSession keep(SandboxSession made, SandboxPolicy itsPolicy) {
        lock.lock();
        try {
            if (!closed) {
                opened.push(made);
                policy = itsPolicy;
                return made;
            }
        } finally {
            lock.unlock();
        }
        made.close(); // the session was closed meanwhile and did not know of it
        throw closedAlready();
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("The session is closed; it starts no more commands");
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
