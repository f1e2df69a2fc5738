package dev.agentloop.session;

import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * What an import brought.
 *
 * @param id the session, the last one of the file
 * @param records how many records it has
 * @param leftOut what was not understood or not whole, for people; usually empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ImportedSession(SessionId id, long records, List<String> leftOut) {
    public ImportedSession {
        Objects.requireNonNull(id, "id");
        leftOut = List.copyOf(leftOut);
    }
}
