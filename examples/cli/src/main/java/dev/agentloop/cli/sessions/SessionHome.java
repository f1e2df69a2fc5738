package dev.agentloop.cli.sessions;

import dev.agentloop.cli.AgentCommand;
import dev.agentloop.cli.CliContext;
import dev.agentloop.cli.CliException;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import dev.agentloop.session.jdbc.JdbcSessionStore;
import dev.agentloop.spi.SessionStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the command line keeps its sessions: {@code sessions.db} in its home folder. */
public final class SessionHome {
    private static final int PAGE = 200;

    private SessionHome() {}

    /** Whether there is a folder to keep sessions in. */
    public static boolean isKnown(CliContext context) {
        return context.home().isPresent();
    }

    /** The store; closed when the command ends. */
    public static SessionStore open(AgentCommand command) {
        Path folder = command.context()
                .home()
                .orElseThrow(() -> CliException.usage("There is no home folder: set AGENTLOOP_HOME to a folder"));
        SessionStore store = JdbcSessionStore.open(folder.resolve("sessions.db"));
        command.cleanup().add(store::close);
        return store;
    }

    /** The session that is meant by an id, the start of one, or {@code last}. */
    public static SessionId find(SessionStore store, String text) {
        if (text.equals("last")) {
            return store.list(SessionQuery.newest(1)).sessions().stream()
                    .map(SessionSummary::id)
                    .findFirst()
                    .orElseThrow(
                            () -> CliException.missing("There is no session yet; make one with: agent run PROMPT"));
        }
        if (isId(store, text)) {
            return SessionId.of(text);
        }
        List<SessionId> found = all(store).stream()
                .map(SessionSummary::id)
                .filter(id -> id.value().startsWith(text))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw CliException.missing(
                found.isEmpty()
                        ? "There is no session " + text + "; see agent sessions list"
                        : found.size() + " sessions begin with " + text + "; write more of the id");
    }

    private static boolean isId(SessionStore store, String text) {
        try {
            return store.metadata(SessionId.of(text)).isPresent();
        } catch (IllegalArgumentException notLegal) {
            return false;
        }
    }

    private static List<SessionSummary> all(SessionStore store) {
        List<SessionSummary> all = new ArrayList<>();
        SessionQuery query = SessionQuery.newest(PAGE).withScope(SessionQuery.Scope.ALL);
        SessionPage page = store.list(query);
        all.addAll(page.sessions());
        while (page.cursor().isPresent()) {
            page = store.list(query.after(page.cursor().get()));
            all.addAll(page.sessions());
        }
        return all;
    }
}
