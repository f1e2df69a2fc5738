package dev.agentloop;

import org.apiguardian.api.API;

/** How a turn that did not fail ended. A turn that failed throws {@link TurnFailedException} instead. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public enum TurnStatus {
    /** The model answered and asked for no more tools. */
    COMPLETED,
    /** The turn was interrupted by its caller, or an approval was answered with "abort the turn". */
    INTERRUPTED,
    /**
     * The turn waits for an approval. The question is stored; answer it, now or after a restart, with
     * {@link AgentSession#answer} and go on with {@link AgentSession#continueTurn()}.
     */
    SUSPENDED
}
