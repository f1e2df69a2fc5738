package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentloop.SessionConflictException;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.testkit.TestThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One writer per session, many sessions at once. */
abstract class StoreFencing {
    private static final int WRITERS = 8;
    private static final int APPENDS = 25;

    private final StoreTckBase kit;

    StoreFencing(StoreTckBase kit) {
        this.kit = kit;
    }

    @Test
    void aRepeatedAppendIsHarmless() {
        SessionId id = kit.session("s");
        kit.store().append(id, 1, StoreTckBase.records(1, 3));

        assertThat(kit.store().append(id, 1, StoreTckBase.records(1, 3))).isEqualTo(4);
        assertThat(StoreTckBase.all(kit.store(), id)).isEqualTo(StoreTckBase.records(1, 3));
    }

    @Test
    void whatIsThereAlreadyIsSkippedAndTheRestIsAdded() {
        SessionId id = kit.session("s");
        kit.store().append(id, 1, StoreTckBase.records(1, 3));

        assertThat(kit.store().append(id, 2, StoreTckBase.records(2, 5))).isEqualTo(6);
        assertThat(StoreTckBase.all(kit.store(), id)).isEqualTo(StoreTckBase.records(1, 5));
    }

    @Test
    void aSecondWriterIsFencedAndChangesNothing() {
        SessionId id = kit.session("s");
        kit.store().append(id, 1, StoreTckBase.records(1, 2));
        List<RolloutRecord> others = List.of(StoreTckBase.record(2, "other"), StoreTckBase.record(3, "other"));

        assertThatExceptionOfType(SessionConflictException.class)
                .isThrownBy(() -> kit.store().append(id, 2, others));
        assertThat(StoreTckBase.all(kit.store(), id)).isEqualTo(StoreTckBase.records(1, 2));
    }

    @Test
    void aGapIsAConflict() {
        SessionId id = kit.session("s");
        kit.store().append(id, 1, StoreTckBase.records(1, 2));

        assertThatExceptionOfType(SessionConflictException.class)
                .isThrownBy(() -> kit.store().append(id, 5, StoreTckBase.records(5, 5)));
        assertThat(StoreTckBase.all(kit.store(), id)).hasSize(2);
    }

    @Test
    void ofManyWritersOfOneRecordOneWins() throws Exception {
        SessionId id = kit.session("s");
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS, TestThreads.daemons("store-tck"));
        try {
            List<Future<Long>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                RolloutRecord record = StoreTckBase.record(1, "writer " + writer);
                writers.add(threads.submit(() -> kit.store().append(id, 1, List.of(record))));
            }
            int won = 0;
            for (Future<Long> writer : writers) {
                try {
                    assertThat(writer.get()).isEqualTo(2);
                    won++;
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(SessionConflictException.class);
                }
            }
            assertThat(won).isEqualTo(1);
            assertThat(StoreTckBase.all(kit.store(), id)).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void sessionsAreWrittenInParallel() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS, TestThreads.daemons("store-tck"));
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                SessionId id = kit.session("session-" + writer);
                writers.add(threads.submit(() -> {
                    for (int n = 1; n <= APPENDS; n++) {
                        kit.store().append(id, n, StoreTckBase.records(n, n));
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdownNow();
        }
        for (int writer = 0; writer < WRITERS; writer++) {
            assertThat(StoreTckBase.all(kit.store(), SessionId.of("session-" + writer)))
                    .isEqualTo(StoreTckBase.records(1, APPENDS));
        }
    }
}
