package dev.agentloop.testkit.tck;

import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.TempWorkspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** What the groups of {@link SessionStoreTck} share. */
abstract class StoreTckBase {
    /** To the microsecond, because some databases keep no more. */
    static final Instant T0 = Instant.parse("2026-01-01T12:30:15.123456Z");

    private @Nullable TempWorkspace folder;
    private @Nullable SessionStore store;

    /**
     * A store on this folder; a new instance on every call. Called again with the same folder it sees the same
     * sessions, if the store {@link #keepsSessions()}. A store that needs no folder may use its name as a name.
     */
    protected abstract SessionStore open(Path directory);

    /** Whether sessions outlive the store object. False for stores in memory. */
    protected boolean keepsSessions() {
        return true;
    }

    /** Opens a store on an empty folder. */
    @BeforeEach
    void openStore() {
        folder = TempWorkspace.create();
        store = open(folder.path());
    }

    /** Closes both. */
    @AfterEach
    void closeStore() {
        if (store != null) {
            store.close();
        }
        if (folder != null) {
            folder.close();
        }
    }

    SessionStore store() {
        return java.util.Objects.requireNonNull(store, "store");
    }

    /** A second object on the same folder; the caller closes it. */
    SessionStore another() {
        return open(java.util.Objects.requireNonNull(folder, "folder").path());
    }

    /** Does something that a store need not be able to do; the test is skipped when it cannot. */
    void ifSupported(Runnable action) {
        try {
            action.run();
        } catch (UnsupportedOperationException e) {
            Assumptions.abort(String.valueOf(e.getMessage()));
        }
    }

    /** A new session with this name. */
    SessionId session(String name) {
        SessionId id = SessionId.of(name);
        store().create(id, metadata("/srv/" + name, T0));
        return id;
    }

    static SessionMetadata metadata(String workingDirectory, Instant createdAt) {
        return new SessionMetadata(Optional.empty(), 0, "a label", workingDirectory, "a-model", createdAt);
    }

    static RolloutRecord record(long sequence, String text) {
        return new RolloutRecord(
                sequence, T0.plusSeconds(sequence), "item", 1, "{\"text\":\"" + text + "\", \"n\": 1.50}");
    }

    /** Records from one sequence to another, both included. */
    static List<RolloutRecord> records(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(sequence -> record(sequence, "record " + sequence))
                .toList();
    }

    static List<RolloutRecord> all(SessionStore store, SessionId id) {
        List<RolloutRecord> all = new ArrayList<>();
        RecordPage page = store.read(id, 1, 1000);
        all.addAll(page.records());
        while (!page.end()) {
            page = store.read(id, page.next(), 1000);
            all.addAll(page.records());
        }
        return all;
    }
}
