package dev.agentloop.runtime.session;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
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
import dev.agentloop.runtime.store.StoreJournal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Compacts a session's history: journal first, then history, then the event. */
record CompactionTurn(Compactor compactor, History history, StoreJournal journal, TurnRecorder recorder, IdSource ids) {
    TurnEnd run(TurnId turn, InterruptSignal signal) {
        List<ModelItem> before = history.view();
        try {
            Compactor.Compacted compacted = signal.blocking(() -> compactor.compact(before, signal));
            journal.compacted(turn, compacted.history());
            history.replace(compacted.history());
            recorder.published(new TurnItem.ContextCompaction(
                    ids.next("compaction"),
                    Compactor.STRATEGY,
                    TokenEstimate.of(before),
                    TokenEstimate.of(compacted.history())));
            return new TurnEnd(TurnStatus.COMPLETED, "", compacted.usage(), Optional.empty());
        } catch (InterruptedException | CancellationException e) {
            signal.interrupt(InterruptSignal.Reason.THREAD_INTERRUPTED);
            return new TurnEnd(TurnStatus.INTERRUPTED, "", TokenUsage.NONE, Optional.empty());
        } catch (RuntimeException failure) {
            return new TurnEnd(TurnStatus.INTERRUPTED, "", TokenUsage.NONE, Optional.of(failure));
        }
    }
}
