package dev.agentloop.session.jdbc;

import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Records whose content follows from writer and sequence, so that another process can tell what must be there. */
final class Records {
    private static final int LARGE_EVERY = 7;

    private Records() {}

    static SessionMetadata metadata(long createdSecond) {
        return new SessionMetadata(
                Optional.empty(), 0, "label", "/work", "model", Instant.ofEpochSecond(createdSecond, 123_456_789));
    }

    /** Every seventh is large enough to be a blob. */
    static RolloutRecord record(String writer, long sequence) {
        int length = sequence % LARGE_EVERY == 0 ? 20_000 : (int) (sequence * 37 % 2_000);
        String json =
                "{\"writer\":\"" + writer + "\",\"sequence\":" + sequence + ",\"text\":\"" + "ü".repeat(length) + "\"}";
        return new RolloutRecord(sequence, Instant.ofEpochSecond(sequence, 987_654_321), "item", 1, json);
    }

    static List<RolloutRecord> records(String writer, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(sequence -> record(writer, sequence))
                .toList();
    }

    static List<RolloutRecord> readAll(SessionStore store, SessionId id) {
        List<RolloutRecord> all = new ArrayList<>();
        RecordPage page = store.read(id, 1, 50);
        all.addAll(page.records());
        while (!page.end()) {
            page = store.read(id, page.next(), 50);
            all.addAll(page.records());
        }
        return all;
    }
}
