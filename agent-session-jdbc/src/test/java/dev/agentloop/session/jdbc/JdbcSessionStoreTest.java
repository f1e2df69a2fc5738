package dev.agentloop.session.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.SessionConflictException;
import dev.agentloop.SessionNotFoundException;
import dev.agentloop.SessionStoreException;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcSessionStoreTest {
    private static final SessionId ID = SessionId.of("a");

    @TempDir
    Path directory;

    private Path file;
    private JdbcSessionStore store;

    @BeforeEach
    void openStore() {
        file = directory.resolve("sessions.db");
        store = JdbcSessionStore.open(file);
        store.create(ID, Records.metadata(1));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void metadataComesBackExactly() {
        SessionId fork = SessionId.of("0192-fork.x_y");
        SessionMetadata metadata = new SessionMetadata(
                Optional.of(ID),
                42,
                "Ünïcode 😀 'quoted'",
                "/a b/\"c\"",
                "model",
                Instant.parse("1969-12-31T23:59:59.123456789Z"));
        store.create(fork, metadata);
        store.create(fork, Records.metadata(2));
        assertThat(store.metadata(fork)).contains(metadata);
        assertThat(store.metadata(SessionId.of("other"))).isEmpty();
    }

    @Test
    void recordsComeBackExactly() {
        List<RolloutRecord> records = List.of(
                record(1, "{}"),
                record(2, ""),
                record(3, "not json at all: \0 \u0001 \uFEFF 😀 \n"),
                record(4, "x".repeat(BlobTable.LONGEST_INLINE_BYTES)),
                record(5, "x".repeat(BlobTable.LONGEST_INLINE_BYTES + 1)),
                record(6, "😀\0".repeat(3_000_000)),
                new RolloutRecord(7, Instant.MIN, "unknown_type", Integer.MAX_VALUE, "[]"),
                new RolloutRecord(8, Instant.MAX, "unknown_type", -1, "[]"));
        assertThat(store.append(ID, 1, records)).isEqualTo(9);
        store.close();
        try (JdbcSessionStore reopened = JdbcSessionStore.open(file)) {
            assertThat(reopened.read(ID, 1, 100)).isEqualTo(new RecordPage(records, 9, true));
        }
    }

    @Test
    void halfASurrogatePairIsRefusedAndNothingStored() {
        assertThatThrownBy(() -> store.append(ID, 1, List.of(record(1, "{}"), record(2, "\uD83D"))))
                .isInstanceOf(SessionStoreException.class)
                .hasMessageContaining("Record 2 of type item is not valid Unicode");
        assertThat(store.read(ID, 1, 10)).isEqualTo(new RecordPage(List.of(), 1, true));
    }

    @Test
    void aRepeatedAppendAddsOnlyWhatIsMissing() {
        List<RolloutRecord> records = Records.records("w", 1, 9);
        assertThat(store.append(ID, 1, records.subList(0, 5))).isEqualTo(6);
        assertThat(store.append(ID, 1, records.subList(0, 5))).isEqualTo(6);
        assertThat(store.append(ID, 3, records.subList(2, 9))).isEqualTo(10);
        assertThat(store.append(ID, 10, List.of())).isEqualTo(10);
        assertThat(Records.readAll(store, ID)).isEqualTo(records);
    }

    @Test
    void anAppendThatDoesNotContinueTheSessionIsAConflictAndAddsNothing() {
        store.append(ID, 1, Records.records("w", 1, 5));
        assertConflict(7, Records.records("w", 7, 7));
        assertConflict(5, Records.records("other", 5, 6));
        assertConflict(3, Records.records("w", 3, 4));
        assertConflict(5, List.of());
        assertThat(Records.readAll(store, ID)).isEqualTo(Records.records("w", 1, 5));
    }

    private void assertConflict(long expectedSequence, List<RolloutRecord> records) {
        assertThatThrownBy(() -> store.append(ID, expectedSequence, records))
                .isInstanceOf(SessionConflictException.class)
                .hasMessageContaining("Session a in " + file);
    }

    @Test
    void recordsThatAreNotConsecutiveAreRefused() {
        assertThatThrownBy(() -> store.append(ID, 1, List.of(record(1, "{}"), record(3, "{}"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("records: number 1 has sequence 3 instead of 2");
    }

    @Test
    void anUnknownSessionIsReported() {
        SessionId unknown = SessionId.of("unknown");
        assertThatThrownBy(() -> store.append(unknown, 1, List.of(record(1, "{}"))))
                .isInstanceOf(SessionNotFoundException.class)
                .hasMessageContaining("There is no session unknown in " + file);
        assertThatThrownBy(() -> store.read(unknown, 1, 1)).isInstanceOf(SessionNotFoundException.class);
        store.delete(unknown);
    }

    @Test
    void recordsAreReadInPages() {
        List<RolloutRecord> records = Records.records("w", 1, 5);
        store.append(ID, 1, records);
        assertThat(store.read(ID, 1, 2)).isEqualTo(new RecordPage(records.subList(0, 2), 3, false));
        assertThat(store.read(ID, 3, 3)).isEqualTo(new RecordPage(records.subList(2, 5), 6, true));
        assertThat(store.read(ID, 6, 3)).isEqualTo(new RecordPage(List.of(), 6, true));
        assertThat(store.read(ID, -1, Integer.MAX_VALUE)).isEqualTo(new RecordPage(records, 6, true));
        assertThatThrownBy(() -> store.read(ID, 1, 0)).hasMessage("max must be at least 1, not 0");
    }

    @Test
    void sessionsAreListedNewestFirstInPages() {
        List<SessionSummary> expected = new ArrayList<>();
        for (int session = 9; session >= 2; session--) {
            SessionId id = SessionId.of("s" + session);
            store.create(id, Records.metadata(session / 3)); // several made at the same time
            store.append(id, 1, Records.records("w", 1, session));
            expected.add(new SessionSummary(id, Records.metadata(session / 3), session));
        }
        expected.add(
                expected.indexOf(new SessionSummary(SessionId.of("s3"), Records.metadata(1), 3)) + 1, summaryOfA());

        List<SessionSummary> listed = new ArrayList<>();
        SessionPage page = store.list(SessionQuery.newest(2));
        listed.addAll(page.sessions());
        while (page.cursor().isPresent()) {
            assertThat(page.sessions()).hasSize(2);
            page = store.list(new SessionQuery(2, page.cursor()));
            listed.addAll(page.sessions());
        }
        assertThat(listed).isEqualTo(expected);
        assertThat(store.list(SessionQuery.newest(9))).isEqualTo(new SessionPage(expected, Optional.empty()));
    }

    private static SessionSummary summaryOfA() {
        return new SessionSummary(ID, Records.metadata(1), 0);
    }

    @Test
    void aForeignCursorIsRefused() {
        for (String cursor : List.of("", "x", "1:2", "1:x:a", "1:2:a/b", "99999999999999999:0:a")) {
            assertThatThrownBy(() -> store.list(new SessionQuery(1, Optional.of(cursor))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cursor '" + cursor + "'");
        }
    }

    @Test
    void aLongContentIsStoredOnceAndLeavesWithItsLastSession() throws Exception {
        SessionId other = SessionId.of("b");
        String large = "{\"output\":\"" + "y".repeat(100_000) + "\"}";
        store.create(other, Records.metadata(2));
        store.append(ID, 1, List.of(record(1, large), record(2, large)));
        store.append(other, 1, List.of(record(1, large)));
        assertThat(RawDatabase.text(file, "SELECT count(*) FROM blob")).isEqualTo("1");

        store.delete(ID);
        assertThat(store.metadata(ID)).isEmpty();
        assertThat(store.read(other, 1, 9).records()).containsExactly(record(1, large));
        store.delete(other);
        assertThat(RawDatabase.text(file, "SELECT (SELECT count(*) FROM blob) + (SELECT count(*) FROM item)"))
                .isEqualTo("0");
    }

    @Test
    void aDeletedSessionCanBeMadeAgain() {
        store.append(ID, 1, Records.records("w", 1, 3));
        store.delete(ID);
        store.create(ID, Records.metadata(7));
        assertThat(store.list(SessionQuery.newest(9)).sessions())
                .containsExactly(new SessionSummary(ID, Records.metadata(7), 0));
    }

    @Test
    void useAfterCloseIsReported() {
        store.close();
        store.close();
        assertThatThrownBy(() -> store.read(ID, 1, 1))
                .isInstanceOf(SessionStoreException.class)
                .hasMessage("Cannot read session a: the session store " + file + " is closed; open another one");
    }

    private static RolloutRecord record(long sequence, String json) {
        return new RolloutRecord(sequence, Instant.ofEpochSecond(sequence, 1), "item", 1, json);
    }
}
