package dev.agentloop.sandbox.windows;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.time.Duration;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The provider {@code windows-token}: restricted tokens, access lists and job objects, carried out by a helper program. The
 * helper is not part of this build, so the provider is never available and opens nothing; its report says what it will
 * enforce, and what it never can.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TokenProvider implements SandboxProvider {
    /** The id. */
    public static final String ID = "windows-token";

    private static final int PRIORITY = 900;

    private final String systemName;

    /** Does nothing; for {@link java.util.ServiceLoader}. */
    public TokenProvider() {
        this(System.getProperty("os.name"));
    }

    TokenProvider(String systemName) {
        this.systemName = systemName;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public Availability probe(ProbeContext context) {
        if (!systemName.startsWith("Windows")) {
            return Availability.unavailable("this is not Windows", "use the provider of this platform", Duration.ZERO);
        }
        return Availability.unavailable(
                "the helper program that starts commands under a restricted token is not part of this build",
                "it will come inside the jar of a later release, built from C sources of that release and with its hash "
                        + "published; until then run in WSL 2, where linux-bwrap works",
                Duration.ZERO);
    }

    @Override
    public EnforcementReport check(SandboxPolicy policy) {
        return TokenReport.of(policy);
    }

    /** @throws SandboxUnavailableException always, with the reason of {@link #probe} */
    @Override
    public SandboxSession open(SandboxPolicy policy) {
        Availability availability = probe(ProbeContext.ofDefaults());
        throw new SandboxUnavailableException(
                "The sandbox " + ID + " is not available: " + String.join("; ", availability.reasons()) + ". "
                        + availability.fixHint(),
                policy.required(),
                List.of());
    }
}
