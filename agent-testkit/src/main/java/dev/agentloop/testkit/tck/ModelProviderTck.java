package dev.agentloop.testkit.tck;

import org.apiguardian.api.API;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of a {@code ModelProvider} that reaches its service over HTTP, as tests against a scripted service. Extend
 * it, say which {@link #wire()} it speaks, and return a provider for the address given.
 *
 * <p>Retries and the idle timeout are not tried here, because the runtime owns them; what it needs for them is.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Timeout(60)
public abstract class ModelProviderTck extends ModelTckBase {
    /** For subclasses. */
    protected ModelProviderTck() {}

    /** What the model says. */
    @Nested
    class Answers extends ModelAnswers {
        Answers() {
            super(ModelProviderTck.this);
        }
    }

    /** What the model wants done. */
    @Nested
    class Calls extends ModelCalls {
        Calls() {
            super(ModelProviderTck.this);
        }
    }

    /** What the service refuses. */
    @Nested
    class Failures extends ModelFailures {
        Failures() {
            super(ModelProviderTck.this);
        }
    }

    /** What the network does. */
    @Nested
    class Cuts extends ModelCuts {
        Cuts() {
            super(ModelProviderTck.this);
        }
    }

    /** How a response is given up. */
    @Nested
    class Cancellation extends ModelCancellation {
        Cancellation() {
            super(ModelProviderTck.this);
        }
    }

    /** What the service is told. */
    @Nested
    class Requests extends ModelRequests {
        Requests() {
            super(ModelProviderTck.this);
        }
    }
}
