package dev.agentloop.runtime.session;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnStatus;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.TurnEnd;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** A turn that only compacts its session's history. */
record CompactionTurn(HistoryWindow window) {
    TurnEnd run(InterruptSignal signal) {
        try {
            return new TurnEnd(TurnStatus.COMPLETED, "", window.compact(), Optional.empty());
        } catch (InterruptedException e) {
            signal.interrupt(InterruptSignal.Reason.THREAD_INTERRUPTED);
            return interrupted();
        } catch (CancellationException e) {
            return signal.isCancelled() ? interrupted() : interrupted().failed(e);
        } catch (RuntimeException failure) {
            return interrupted().failed(failure);
        }
    }

    private static TurnEnd interrupted() {
        return new TurnEnd(TurnStatus.INTERRUPTED, "", TokenUsage.NONE, Optional.empty());
    }
}
