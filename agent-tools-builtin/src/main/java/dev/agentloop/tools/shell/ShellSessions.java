package dev.agentloop.tools.shell;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.RunningCommand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The commands left running by the agents' sessions, each known to its own session only. Entries go when their end was
 * answered, when they have ended and room is needed, and all when the provider closes. Thread-safe.
 */
public final class ShellSessions implements AutoCloseable {

    /** For each session of the agent: more running commands than this are a mistake of the model. */
    static final int MAX_PER_SESSION = 64;

    /** Output of an ended command that nobody asks for is given up after this time. */
    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private static final int FIRST_ID = 10_000;
    private static final int IDS = 90_000;

    private record Key(SessionId owner, int id) {}

    private final Map<Key, ShellSession> sessions = new ConcurrentHashMap<>();

    /**
     * Starts a command and keeps it.
     *
     * @throws ToolExecutionException when the session has too many running already
     */
    ShellSession start(SessionId owner, boolean terminal, Supplier<RunningCommand> command) {
        sessions.values().removeIf(session -> session.ended() && session.unusedFor(FORGET_AFTER));
        if (running(owner).size() >= MAX_PER_SESSION) {
            sessions.entrySet()
                    .removeIf(entry -> entry.getKey().owner().equals(owner)
                            && entry.getValue().ended());
        }
        if (running(owner).size() >= MAX_PER_SESSION) {
            throw new ToolExecutionException(MAX_PER_SESSION + " commands are running: " + running(owner)
                    + ". End one with write_stdin and kill before starting another.");
        }
        RunningCommand running = command.get();
        while (true) {
            // Random, so that after a restart an old id does not silently mean another command.
            int id = FIRST_ID + ThreadLocalRandom.current().nextInt(IDS);
            if (!sessions.containsKey(new Key(owner, id))) {
                ShellSession session = new ShellSession(id, running, terminal);
                sessions.put(new Key(owner, id), session);
                return session;
            }
        }
    }

    private List<Integer> running(SessionId owner) {
        return sessions.keySet().stream()
                .filter(key -> key.owner().equals(owner))
                .map(Key::id)
                .sorted()
                .toList();
    }

    /** @throws ToolExecutionException when there is none of that id */
    ShellSession get(SessionId owner, int id) {
        ShellSession session = sessions.get(new Key(owner, id));
        if (session == null) {
            throw new ToolExecutionException(
                    "There is no running command with session_id " + id + ". Running: " + running(owner) + ".");
        }
        return session;
    }

    void remove(SessionId owner, int id) {
        sessions.remove(new Key(owner, id));
    }

    @Override
    public void close() {
        sessions.values().forEach(ShellSession::close);
        sessions.clear();
    }
}
