package dev.agentloop.testkit;

import com.github.tomakehurst.wiremock.http.Fault;
import org.apiguardian.api.API;

/** How the connection of a whole answer breaks; for {@link MatchingModelServer}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum ModelFault {
    /** Closed without a byte. */
    EMPTY_RESPONSE(Fault.EMPTY_RESPONSE),
    /** Reset. */
    RESET(Fault.CONNECTION_RESET_BY_PEER),
    /** Status 200, then nonsense, then closed. */
    NONSENSE_AFTER_STATUS(Fault.MALFORMED_RESPONSE_CHUNK),
    /** Nonsense, then closed. */
    NONSENSE(Fault.RANDOM_DATA_THEN_CLOSE);

    private final Fault kind;

    ModelFault(Fault kind) {
        this.kind = kind;
    }

    Fault kind() {
        return kind;
    }
}
