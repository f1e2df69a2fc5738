package dev.agentloop.session.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.SessionConflictException;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {
    private static final SessionId ID = SessionId.of("shared");
    private static final int APPENDS = 100;

    @TempDir
    Path directory;

    @Test
    void aWriterWhoseSessionWentOnInAnotherProcessIsFenced() throws Exception {
        Path file = directory.resolve("sessions.db");
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            store.create(ID, Records.metadata(1));
            long next = store.append(ID, 1, Records.records("here", 1, 2));
            assertThat(AppendingProcess.acknowledged(AppendingProcess.start(file, ID, "there", 1)))
                    .containsExactly(3L);

            assertThatThrownBy(() -> store.append(ID, next, Records.records("here", 3, 5)))
                    .isInstanceOf(SessionConflictException.class)
                    .hasMessageContainingAll("shared", file.toString(), "Open the session again");

            List<RolloutRecord> expected = new ArrayList<>(Records.records("here", 1, 2));
            expected.add(Records.record("there", 3));
            assertThat(Records.readAll(store, ID)).isEqualTo(expected);
        }
    }

    @Test
    void twoWritersThatRaceStoreEveryAcknowledgedRecordOnce() throws Exception {
        Path file = directory.resolve("sessions.db");
        Process there = AppendingProcess.start(file, ID, "there", APPENDS);
        List<Long> acknowledgedHere = new ArrayList<>();
        try (JdbcSessionStore store = JdbcSessionStore.open(file)) {
            AppendingProcess.append(store, ID, "here", APPENDS, acknowledgedHere::add);
            List<Long> acknowledgedThere = AppendingProcess.acknowledged(there);

            Map<Long, RolloutRecord> acknowledged = new TreeMap<>();
            acknowledgedHere.forEach(sequence -> acknowledged.put(sequence, Records.record("here", sequence)));
            acknowledgedThere.forEach(sequence -> acknowledged.put(sequence, Records.record("there", sequence)));
            assertThat(acknowledged).hasSize(acknowledgedHere.size() + acknowledgedThere.size());
            assertThat(Records.readAll(store, ID)).isEqualTo(List.copyOf(acknowledged.values()));
        } finally {
            there.destroyForcibly();
        }
    }
}
