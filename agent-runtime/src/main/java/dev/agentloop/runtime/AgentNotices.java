package dev.agentloop.runtime;

import dev.agentloop.runtime.session.LiveSession;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a person should know about an agent: each session tells it to its listeners once, whether it was found before the
 * session opened or after. Thread-safe.
 */
final class AgentNotices {
    private record Notice(String code, String message) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Notice> found = new ArrayList<>();
    private final List<LiveSession> audience = new ArrayList<>();

    /**
     * Something was found.
     *
     * @param code stable and dotted
     * @param message plain words
     */
    void add(String code, String message) {
        List<LiveSession> told;
        lock.lock();
        try {
            found.add(new Notice(code, message));
            told = List.copyOf(audience);
        } finally {
            lock.unlock();
        }
        told.forEach(session -> session.notice(code, message));
    }

    /** What was found so far, in plain words. */
    List<String> messages() {
        lock.lock();
        try {
            return found.stream().map(Notice::message).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Tells a session all that was found, and from now on what will be. */
    void join(LiveSession session) {
        List<Notice> past;
        lock.lock();
        try {
            past = List.copyOf(found);
            audience.add(session);
        } finally {
            lock.unlock();
        }
        past.forEach(notice -> session.notice(notice.code(), notice.message()));
    }

    /** Tells this one nothing more. */
    void leave(LiveSession session) {
        lock.lock();
        try {
            audience.remove(session);
        } finally {
            lock.unlock();
        }
    }
}
