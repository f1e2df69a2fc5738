package dev.agentloop.headless.exec;

import dev.agentloop.Agent;
import dev.agentloop.AgentException;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnRequest;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.session.SessionId;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Runs one turn of an agent and writes it as JSON lines. The exit code is 0 when the turn completed and all of it was
 * written, otherwise 1. Whoever stops reading ends the turn.
 *
 * <pre>{@code
 * ExecJsonWriter lines = ExecJsonWriter.to(System.out);
 * System.exit(new ExecRun(agent, lines).run(TurnRequest.text(prompt)));
 * }</pre>
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ExecRun {
    private final Agent agent;
    private final ExecJsonWriter lines;
    private final SessionOptions options;

    /** Turns of this agent with its own settings. The caller closes the agent. */
    public ExecRun(Agent agent, ExecJsonWriter lines) {
        this(agent, lines, SessionOptions.ofDefaults());
    }

    /** Turns of this agent in sessions with these options. */
    public ExecRun(Agent agent, ExecJsonWriter lines, SessionOptions options) {
        this.agent = Objects.requireNonNull(agent, "agent");
        this.lines = Objects.requireNonNull(lines, "lines");
        this.options = Objects.requireNonNull(options, "options");
    }

    /** Runs a turn in a new session; blocks until it has ended, and never throws an {@link AgentException}. */
    public int run(TurnRequest request) {
        return run(request, agent::startSession);
    }

    /** Runs a turn in a stored session, the thread of an earlier run. */
    public int resume(SessionId session, TurnRequest request) {
        return run(request, with -> agent.resumeSession(session, with));
    }

    private int run(TurnRequest request, Function<SessionOptions, AgentSession> open) {
        AtomicReference<@Nullable AgentSession> opened = new AtomicReference<>();
        SessionOptions listening =
                options.toBuilder().listener(event -> write(event, opened)).build();
        TurnStatus status;
        try (AgentSession session = open.apply(listening)) {
            opened.set(session);
            status = session.run(request).status();
        } catch (TurnFailedException written) {
            return 1;
        } catch (AgentException failed) {
            lines.error(String.valueOf(failed.getMessage()));
            return 1;
        }
        return status == TurnStatus.COMPLETED && lines.failure().isEmpty() ? 0 : 1;
    }

    private void write(AgentEvent event, AtomicReference<@Nullable AgentSession> opened) {
        lines.onEvent(event);
        AgentSession session = opened.get();
        if (session != null && lines.failure().isPresent()) {
            session.interrupt();
        }
    }
}
