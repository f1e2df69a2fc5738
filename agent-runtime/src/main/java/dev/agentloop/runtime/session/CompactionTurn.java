package dev.agentloop.runtime.session;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.compaction.Compactor;
import dev.agentloop.runtime.history.History;
import dev.agentloop.runtime.history.TokenEstimate;
import dev.agentloop.runtime.loop.IdSource;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.TurnEnd;
import dev.agentloop.runtime.loop.TurnRecorder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** A turn that only compacts its session's history. */
record CompactionTurn(Compactor compactor, History history, TurnRecorder recorder, IdSource ids) {
    TurnEnd run(InterruptSignal signal) {
        List<ModelItem> before = history.view();
        try {
            Compactor.Compacted compacted = signal.blocking(() -> compactor.compact(before, signal));
            recorder.compacted(
                    compacted.history(),
                    new TurnItem.ContextCompaction(
                            ids.next("compaction"),
                            Compactor.STRATEGY,
                            TokenEstimate.of(before),
                            TokenEstimate.of(compacted.history())));
            return new TurnEnd(TurnStatus.COMPLETED, "", compacted.usage(), Optional.empty());
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
