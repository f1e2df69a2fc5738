package dev.agentloop.testkit.tck;

import org.apiguardian.api.API;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/** The contract of a {@code SessionStore} as tests. Extend it and open stores on the folder given. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Timeout(60)
public abstract class SessionStoreTck extends StoreTckBase {
    /** For subclasses. */
    protected SessionStoreTck() {}

    /** What is stored and how it comes back. */
    @Nested
    class Records extends StoreRecords {
        Records() {
            super(SessionStoreTck.this);
        }
    }

    /** Who may write. */
    @Nested
    class Fencing extends StoreFencing {
        Fencing() {
            super(SessionStoreTck.this);
        }
    }

    /** What sessions there are. */
    @Nested
    class Listing extends StoreListing {
        Listing() {
            super(SessionStoreTck.this);
        }
    }

    /** What was said, and what it cost. */
    @Nested
    class Facts extends StoreFacts {
        Facts() {
            super(SessionStoreTck.this);
        }
    }

    /** What is left after closing. */
    @Nested
    class Lifecycle extends StoreLifecycle {
        Lifecycle() {
            super(SessionStoreTck.this);
        }
    }
}
