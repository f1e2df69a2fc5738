package dev.agentloop.runtime.session;

import dev.agentloop.ContextWindowExceededException;
import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.compaction.Compactor;
import dev.agentloop.runtime.history.History;
import dev.agentloop.runtime.history.PromptPrefix;
import dev.agentloop.runtime.history.WindowGauge;
import dev.agentloop.runtime.loop.IdSource;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.TurnRecorder;
import dev.agentloop.runtime.loop.WindowKeeper;
import java.util.List;

/** Compacts a session's history during one turn: journal first, then history, then the event. */
final class HistoryWindow implements WindowKeeper {
    /** A compaction that leaves more than this part has failed its purpose; another one would not do better. */
    private static final double WORTHWHILE = 0.9;

    private final Parts parts;
    private final TurnRecorder recorder;
    private final InterruptSignal signal;
    private boolean useless;

    /**
     * What a compaction works on.
     *
     * @param automatic whether to compact without being asked
     * @param limitTokens how full the window may be before a request; {@code Long.MAX_VALUE}: no bound
     * @param headTokens an estimate of instructions and tools
     */
    record Parts(
            Compactor compactor,
            History history,
            WindowGauge gauge,
            PromptPrefix prefix,
            IdSource ids,
            boolean automatic,
            long limitTokens,
            long headTokens) {}

    HistoryWindow(Parts parts, TurnRecorder recorder, InterruptSignal signal) {
        this.parts = parts;
        this.recorder = recorder;
        this.signal = signal;
    }

    @Override
    public TokenUsage beforeSample() throws InterruptedException {
        if (useless || tokens() < parts.limitTokens()) {
            return TokenUsage.NONE;
        }
        try {
            return compact();
        } catch (ModelException failure) {
            useless = true; // the turn may still end within the window; only the service knows
            recorder.events()
                    .notice(
                            "compaction.failed",
                            "The history could not be compacted; the turn goes on with the whole of it: "
                                    + failure.getMessage());
            return TokenUsage.NONE;
        }
    }

    @Override
    public TokenUsage overflowed(ContextWindowExceededException failure) throws InterruptedException {
        if (useless || !parts.automatic()) {
            throw failure;
        }
        try {
            return compact();
        } catch (ModelException compactionFailure) {
            failure.addSuppressed(compactionFailure);
            throw failure;
        }
    }

    @Override
    public void sampled(TokenUsage usage, int historySize) {
        parts.gauge().counted(usage, historySize);
    }

    /** @throws ModelException when no way worked; the history is as before */
    TokenUsage compact() throws InterruptedException {
        List<ModelItem> before = parts.history().view();
        long tokensBefore = tokens();
        Compactor.Compacted compacted = signal.blocking(() -> parts.compactor()
                .compact(
                        before,
                        signal,
                        (strategy, failure) -> recorder.events()
                                .notice("compaction.fallback", strategy + " failed: " + failure.getMessage())));
        recorder.journal().used("", compacted.usage());
        parts.gauge().reset();
        parts.prefix().replaced("the history was compacted");
        long tokensAfter = parts.gauge().tokens(compacted.history(), parts.headTokens());
        useless = tokensAfter > tokensBefore * WORTHWHILE;
        recorder.compacted(
                compacted.history(),
                new TurnItem.ContextCompaction(
                        parts.ids().next("compaction"), compacted.strategy(), tokensBefore, tokensAfter));
        return compacted.usage();
    }

    private long tokens() {
        return parts.gauge().tokens(parts.history().view(), parts.headTokens());
    }
}
