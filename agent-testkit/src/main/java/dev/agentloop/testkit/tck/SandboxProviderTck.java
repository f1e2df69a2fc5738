package dev.agentloop.testkit.tck;

import org.apiguardian.api.API;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The contract of a {@code SandboxProvider} as tests. Extend it, return the provider and what it must enforce. What its report
 * calls enforced is tried and verified from outside; a test about anything else reports itself skipped.
 *
 * <p>The commands are those of a Unix system.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are Unix commands")
@Timeout(120)
public abstract class SandboxProviderTck extends SandboxTckBase {
    /** For subclasses. */
    protected SandboxProviderTck() {}

    /** What a provider says about itself. */
    @Nested
    class Claims extends SandboxClaims {
        Claims() {
            super(SandboxProviderTck.this);
        }
    }

    /** What happens to files. */
    @Nested
    class Files extends SandboxFiles {
        Files() {
            super(SandboxProviderTck.this);
        }
    }

    /** What can be reached. */
    @Nested
    class Network extends SandboxNetwork {
        Network() {
            super(SandboxProviderTck.this);
        }
    }

    /** How commands are run. */
    @Nested
    class Commands extends SandboxCommands {
        Commands() {
            super(SandboxProviderTck.this);
        }
    }

    /** How processes end. */
    @Nested
    class Processes extends SandboxProcesses {
        Processes() {
            super(SandboxProviderTck.this);
        }
    }

    /** Sessions and what they leave behind. */
    @Nested
    class Sessions extends SandboxSessions {
        Sessions() {
            super(SandboxProviderTck.this);
        }
    }
}
