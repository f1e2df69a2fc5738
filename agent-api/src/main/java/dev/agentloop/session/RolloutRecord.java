package dev.agentloop.session;

import java.time.Instant;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * One entry of a session's append-only record. Stores keep it as it is, unknown types included.
 *
 * @param sequence 1, 2, 3 … without a gap within its session
 * @param at when it was written
 * @param type what it says, such as {@code item} or {@code tool_started}
 * @param version of the type's form
 * @param json the content
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RolloutRecord(long sequence, Instant at, String type, int version, String json) {
    public RolloutRecord {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(json, "json");
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence starts at 1, not " + sequence);
        }
    }
}
