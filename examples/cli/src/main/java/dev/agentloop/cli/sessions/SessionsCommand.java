package dev.agentloop.cli.sessions;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.SessionOptions;
import dev.agentloop.cli.AgentCommand;
import dev.agentloop.cli.CliException;
import dev.agentloop.cli.ExitCode;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.ImportedSession;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionTransfer;
import dev.agentloop.spi.SessionStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code agent sessions}: the sessions that were kept. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description = "Lists, shows and keeps order among the sessions that were kept.",
        synopsisSubcommandLabel = "COMMAND")
public final class SessionsCommand {
    private static final String SESSION = "Its id, the start of its id, or 'last' for the newest one.";

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agent;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists sessions, newest first.")
    int list(
            @Option(names = "--scope", defaultValue = "ACTIVE", description = "active, archived or all.")
                    SessionQuery.Scope scope,
            @Option(names = "--max", defaultValue = "20", description = "Most rows, 1 to 1000; default 20.") int max,
            @Option(names = "--cursor", description = "Go on where another list ended.") @Nullable String cursor) {
        SessionPage page = store().list(new SessionQuery(max, Optional.ofNullable(cursor), scope));
        page.sessions().forEach(session -> out().println(SessionText.row(session)));
        page.cursor().ifPresent(next -> agent.context().err().println("More with: --cursor " + next));
        return ExitCode.SUCCESS;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows what was said and done.")
    int show(@Parameters(paramLabel = "SESSION", description = SESSION) String session) {
        SessionStore store = store();
        SessionId id = SessionHome.find(store, session);
        try (Agent reader = reader(store, id);
                AgentSession opened = reader.resumeSession(id)) {
            SessionText.show(opened.snapshot(), out());
        }
        return ExitCode.SUCCESS;
    }

    @Command(
            name = "search",
            mixinStandardHelpOptions = true,
            description = "Finds sessions in which all of some words were said.")
    int search(
            @Option(names = "--max", defaultValue = "20", description = "Most places; default 20.") int max,
            @Parameters(paramLabel = "WORD", arity = "1..*") List<String> words) {
        List<SearchHit> hits = store().search(String.join(" ", words), max);
        hits.forEach(hit -> out().println(SessionText.row(hit)));
        return hits.isEmpty() ? ExitCode.FAILED : ExitCode.SUCCESS;
    }

    @Command(
            name = "fork",
            mixinStandardHelpOptions = true,
            description = "Makes a session that begins with the records of another one, and prints its id.")
    int fork(
            @Parameters(paramLabel = "SESSION", description = SESSION) String session,
            @Option(names = "--after", paramLabel = "RECORD", description = "The last record to keep; default: all.")
                    @Nullable
                    Long after) {
        SessionStore store = store();
        SessionId id = SessionHome.find(store, session);
        ForkPoint point = after == null ? ForkPoint.end() : ForkPoint.afterSequence(after);
        try (Agent reader = reader(store, id);
                AgentSession branch = reader.forkSession(id, point, SessionOptions.ofDefaults())) {
            out().println(branch.id());
        }
        return ExitCode.SUCCESS;
    }

    @Command(name = "rename", mixinStandardHelpOptions = true, description = "Gives a session a name.")
    int rename(
            @Parameters(index = "0", paramLabel = "SESSION", description = SESSION) String session,
            @Parameters(index = "1", paramLabel = "NAME") String name) {
        SessionStore store = store();
        store.rename(SessionHome.find(store, session), name);
        return ExitCode.SUCCESS;
    }

    @Command(name = "archive", mixinStandardHelpOptions = true, description = "Puts a session aside.")
    int archive(
            @Parameters(paramLabel = "SESSION", description = SESSION) String session,
            @Option(names = "--undo", description = "Take it back instead.") boolean undo) {
        SessionStore store = store();
        SessionId id = SessionHome.find(store, session);
        if (undo) {
            store.unarchive(id);
        } else {
            store.archive(id, Instant.now());
        }
        return ExitCode.SUCCESS;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Removes a session for good.")
    int delete(@Parameters(paramLabel = "SESSION", description = SESSION) String session) {
        SessionStore store = store();
        store.delete(SessionHome.find(store, session));
        return ExitCode.SUCCESS;
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Writes a session as JSON lines to standard output, with those it was forked from.")
    int export(
            @Parameters(paramLabel = "SESSION", description = SESSION) String session,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Write to this file instead, which must not exist.")
                    @Nullable
                    Path file)
            throws IOException {
        SessionStore store = store();
        SessionId id = SessionHome.find(store, session);
        if (file == null) {
            SessionTransfer.exportTo(store, id, agent.context().writer(out()));
            return ExitCode.SUCCESS;
        }
        try (Writer out = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            SessionTransfer.exportTo(store, id, out);
        }
        return ExitCode.SUCCESS;
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Reads a file that export wrote, or a rollout file of Codex, and prints the session's id.")
    int importFile(@Parameters(paramLabel = "FILE") Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            ImportedSession imported = SessionTransfer.importFrom(store(), in);
            imported.leftOut().forEach(agent.context().err()::println);
            out().println(imported.id());
        } catch (IllegalArgumentException e) {
            throw CliException.usage(file + ": " + e.getMessage());
        }
        return ExitCode.SUCCESS;
    }

    private SessionStore store() {
        return SessionHome.open(agent);
    }

    private PrintStream out() {
        return agent.context().out();
    }

    /** Opens sessions to look at them; it has no model to ask. */
    private static Agent reader(SessionStore store, SessionId id) {
        return Agent.builder()
                .discovery(Discovery.NONE)
                .modelProvider(NoModel.INSTANCE)
                .model(store.metadata(id).map(SessionMetadata::model).orElse(""))
                .sessionStore(store)
                .build();
    }
}
