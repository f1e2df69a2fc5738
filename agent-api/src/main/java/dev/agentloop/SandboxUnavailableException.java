package dev.agentloop;

import dev.agentloop.sandbox.Guarantee;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * A sandbox policy cannot be enforced on this machine, so nothing was started. Each provider's reason is a suppressed
 * exception.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class SandboxUnavailableException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final EnumSet<Guarantee> missing; // a serialisable type

    /**
     * @param message what cannot be enforced and how to get it
     * @param missing the guarantees the policy requires and nobody gives
     * @param causes one for each provider that was tried
     */
    @SuppressWarnings("this-escape") // addSuppressed is final and safe here
    public SandboxUnavailableException(String message, Set<Guarantee> missing, List<? extends Throwable> causes) {
        super(message, null);
        this.missing = EnumSet.noneOf(Guarantee.class);
        this.missing.addAll(missing);
        causes.forEach(this::addSuppressed);
    }

    /** The guarantees the policy requires and nobody gives. */
    public Set<Guarantee> missing() {
        return Collections.unmodifiableSet(missing);
    }
}
