package dev.agentloop.session;

import java.util.List;
import org.apiguardian.api.API;

/**
 * Consecutive records of a session.
 *
 * @param records in order
 * @param next sequence to read on from
 * @param end whether nothing followed when this page was read
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RecordPage(List<RolloutRecord> records, long next, boolean end) {
    public RecordPage {
        records = List.copyOf(records);
    }
}
