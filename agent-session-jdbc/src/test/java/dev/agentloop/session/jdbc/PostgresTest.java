package dev.agentloop.session.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.SessionConflictException;
import dev.agentloop.SessionNotFoundException;
import dev.agentloop.SessionStoreException;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** What only a server can show: other processes, other machines. */
@Timeout(120)
class PostgresTest {
    private static final SessionId ID = SessionId.of("shared");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int APPENDS = 60;

    private String url;
    private JdbcSessionStore store;

    @BeforeEach
    void open(TestInfo test) {
        url = PostgresServer.url(test.getDisplayName());
        store = JdbcSessionStore.postgres(url);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aWriterWhoseSessionWentOnInAnotherProcessIsFenced() throws Exception {
        store.create(ID, Records.metadata(1));
        long next = store.append(ID, 1, Records.records("here", 1, 2));
        assertThat(AppendingProcess.acknowledged(AppendingProcess.start(url, ID, "there", 1)))
                .containsExactly(3L);

        assertThatThrownBy(() -> store.append(ID, next, Records.records("here", 3, 5)))
                .isInstanceOf(SessionConflictException.class)
                .hasMessageContainingAll("shared", "PostgreSQL database", "Open the session again");

        List<RolloutRecord> expected = new ArrayList<>(Records.records("here", 1, 2));
        expected.add(Records.record("there", 3));
        assertThat(Records.readAll(store, ID)).isEqualTo(expected);
    }

    @Test
    void twoProcessesThatRaceStoreEveryAcknowledgedRecordOnce() throws Exception {
        Process there = AppendingProcess.start(url, ID, "there", APPENDS);
        try {
            List<Long> acknowledgedHere = new ArrayList<>();
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

    @Test
    void aLeaseKeepsOthersAwayUntilItIsGivenBackOrRunsOut() {
        store.create(ID, Records.metadata(1));
        try (JdbcSessionStore other = JdbcSessionStore.postgres(url)) {
            SessionLease mine = store.lease(ID, "me", Duration.ofHours(1)).orElseThrow();
            assertThat(other.lease(ID, "you", Duration.ofHours(1))).isEmpty();
            assertThat(mine.renew()).isTrue();
            mine.close();

            SessionLease yours = other.lease(ID, "you", Duration.ofMillis(1)).orElseThrow();
            SessionLease again = takeSoon("me");
            assertThat(yours.renew()).isFalse();
            yours.close();
            assertThat(again.renew()).isTrue();
        }
        assertThatThrownBy(() -> store.lease(SessionId.of("nobody"), "me", SOON))
                .isInstanceOf(SessionNotFoundException.class);
    }

    /** A lease of a millisecond runs out by the server's clock, whenever that moves on. */
    private SessionLease takeSoon(String owner) {
        Instant end = Instant.now().plus(SOON);
        while (Instant.now().isBefore(end)) {
            var taken = store.lease(ID, owner, Duration.ofHours(1));
            if (taken.isPresent()) {
                return taken.get();
            }
        }
        throw new AssertionError("The lease did not run out");
    }

    @Test
    void aTailTellsOfRecordsOfAnotherProcess() throws Exception {
        store.create(ID, Records.metadata(1));
        store.append(ID, 1, Records.records("here", 1, 2));
        try (SessionTail tail = store.tail(ID, 2)) {
            assertThat(tail.await(SOON)).isEqualTo(Records.records("here", 2, 2));
            assertThat(tail.await(Duration.ofMillis(10))).isEmpty();
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<List<RolloutRecord>> following = thread.submit(() -> tail.await(SOON));
                Process there = AppendingProcess.start(url, ID, "there", 1);
                assertThat(following.get()).isEqualTo(Records.records("there", 3, 3));
                assertThat(there.waitFor()).isZero();
            } finally {
                thread.shutdownNow();
            }
        }
    }

    @Test
    void aContentThatNoTextColumnHoldsComesBack() {
        store.create(ID, Records.metadata(1));
        List<RolloutRecord> records = List.of(new RolloutRecord(1, Instant.EPOCH, "item", 1, "\0 \u0001 \uFEFF 😀 \n"));
        store.append(ID, 1, records);
        assertThat(Records.readAll(store, ID)).isEqualTo(records);
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutThePassword() {
        try (JdbcSessionStore nowhere =
                JdbcSessionStore.postgres("jdbc:postgresql://127.0.0.1:1/db?user=u&password=secret")) {
            assertThatThrownBy(() -> nowhere.list(SessionQuery.newest(1)))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageContaining("PostgreSQL database db at 127.0.0.1")
                    .hasMessageContaining("the connection failed")
                    .hasMessageNotContaining("secret");
        }
    }
}
