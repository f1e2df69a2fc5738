package dev.agentloop.sandbox.spi;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.SandboxBackend;
import dev.agentloop.sandbox.SandboxPolicy;
import org.apiguardian.api.API;

/**
 * One mechanism that confines commands. Found by {@link java.util.ServiceLoader} or handed to the agent's builder.
 *
 * <p>The constructor does nothing: it must succeed on every platform. All methods may be called from any thread, at the same
 * time. The engine asks providers in the order of {@link #priority}, takes the first that is available and whose report
 * satisfies the policy, and otherwise refuses with the reasons of all.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface SandboxProvider extends SandboxBackend {
    /** Providers with a higher number are asked first; built-in ones lie between 0 and 1000. */
    int priority();

    /**
     * Whether only an embedder who names the id gets this provider. True for providers that confine too little to be a
     * silent choice.
     */
    default boolean onlyByName() {
        return false;
    }

    /**
     * Tells whether the mechanism works here, found out by trying it on something harmless. Never throws; takes at most the
     * time of the context; the result is kept, so that only the first call costs anything.
     */
    Availability probe(ProbeContext context);

    /**
     * Says for each guarantee how far it would be enforced under this policy on this machine. Starts nothing and changes
     * nothing.
     */
    EnforcementReport check(SandboxPolicy policy);

    /**
     * Opens a session for one policy. The caller closes it.
     *
     * @throws SandboxUnavailableException if the mechanism does not work here, or the policy names a folder that does not
     *     exist, or a guarantee is missing that this provider never trades away
     */
    SandboxSession open(SandboxPolicy policy);

    /**
     * Opens a session whose wishes for connections are watched. A provider without a proxy of its own has nothing to tell.
     *
     * @throws SandboxUnavailableException as {@link #open(SandboxPolicy)}
     */
    default SandboxSession open(SandboxPolicy policy, NetworkMonitor monitor) {
        return open(policy);
    }
}
