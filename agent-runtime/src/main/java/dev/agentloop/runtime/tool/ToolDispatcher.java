package dev.agentloop.runtime.tool;

import dev.agentloop.Limits;
import dev.agentloop.runtime.concurrent.Deadlines;
import dev.agentloop.runtime.concurrent.TurnThreads;
import dev.agentloop.runtime.loop.ApprovalGate;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.ToolExecutor;
import dev.agentloop.runtime.loop.ToolOutcome;
import dev.agentloop.runtime.loop.TurnRecorder;
import java.util.function.Consumer;

/** Runs the calls of one turn on threads of their own. */
public final class ToolDispatcher implements ToolExecutor {
    /**
     * What running a call needs.
     *
     * @param tools finds tools
     * @param checks checks arguments and structured outputs
     * @param gate the way to whoever approves
     * @param recorder journal, items and events of the turn
     * @param contexts makes what a running tool may use
     * @param threads runs calls
     * @param deadlines ends calls that take too long
     * @param limits how long and how much
     */
    public record Wiring(
            ToolLookup tools,
            ToolChecks checks,
            ApprovalGate gate,
            TurnRecorder recorder,
            CallContext.Factory contexts,
            TurnThreads threads,
            Deadlines deadlines,
            Limits limits) {}

    private final Wiring wiring;

    public ToolDispatcher(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Batch open(InterruptSignal signal, Consumer<ToolOutcome> onOutcome) {
        return new ToolBatch(wiring, signal, onOutcome);
    }
}
