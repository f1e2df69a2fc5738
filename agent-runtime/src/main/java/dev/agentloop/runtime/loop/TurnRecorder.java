package dev.agentloop.runtime.loop;

import dev.agentloop.UserInput;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.event.TurnEvents;
import dev.agentloop.runtime.history.History;
import dev.agentloop.runtime.history.ItemLog;
import dev.agentloop.tool.ToolOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes things true in the one right order: journal first, then history and item log, then event. Thread-safe: the
 * history has its items in the order of the journal, so that a resumed session sends what this one would have sent.
 */
public final class TurnRecorder {
    private static final String ABANDONED =
            "Interrupted: the turn was given up before this call ended; effects unknown. Check before repeating.";

    private final Journal journal;
    private final History history;
    private final ItemLog items;
    private final TurnEvents events;
    private final ReentrantLock appending = new ReentrantLock();

    public TurnRecorder(Journal journal, History history, ItemLog items, TurnEvents events) {
        this.journal = journal;
        this.history = history;
        this.items = items;
        this.events = events;
    }

    /** The user spoke. */
    void userMessage(String itemId, UserInput input) {
        TurnItem view = new TurnItem.UserMessage(itemId, input);
        append(new ModelItem.Message(itemId, ModelItem.Role.USER, input.parts(), Optional.empty()));
        events.itemStarted(view);
        complete(view);
    }

    /** The model said or did something other than asking for a tool. */
    void modelItem(ModelItem item, TurnItem view) {
        append(item);
        complete(view);
    }

    /**
     * The history grows by something listeners see in another form, or not at all.
     *
     * @return the record's number in the journal; 0 when the turn is over and nothing changed
     */
    long append(ModelItem item) {
        appending.lock();
        try {
            long record = journal.item(item);
            if (record > 0) {
                history.append(item);
            }
            return record;
        } finally {
            appending.unlock();
        }
    }

    /** The history is replaced by a shorter one. */
    public void compacted(List<ModelItem> replacement, TurnItem.ContextCompaction item) {
        appending.lock();
        try {
            if (!journal.compacted(replacement)) {
                return;
            }
            history.replace(replacement);
        } finally {
            appending.unlock();
        }
        published(item);
    }

    /** Calls of a turn that nobody goes on with get their answers, unless they have them. */
    public void giveUp(List<OpenCall> calls) {
        List<ModelItem.Call> open = new ArrayList<>(history.unanswered());
        calls.stream().filter(call -> open.remove(call.call())).forEach(this::abandoned);
    }

    /**
     * Calls get an answer that an earlier turn could not write down. A request with a call that has no output is refused,
     * so one of them would end the session for good.
     */
    public void answerAll() {
        history.unanswered()
                .forEach(call -> abandoned(new OpenCall(
                        call.id().isEmpty() ? call.callId() : call.id(),
                        call,
                        0, // no tool is started for it
                        ToolInvocation.Attempt.UNKNOWN_EFFECTS,
                        Optional.empty())));
    }

    private void abandoned(OpenCall open) {
        ModelItem.Call call = open.call();
        ToolOutput output = open.finished().orElse(ToolOutput.error(ABANDONED));
        append(new ModelItem.CallOutput(call.callId(), call.form(), output, Optional.empty()));
        items.add(new TurnItem.ToolInvocation(
                open.itemId(),
                call.callId(),
                call.name(),
                call.arguments(),
                TurnItem.Status.INTERRUPTED,
                Optional.of(output),
                Duration.ZERO));
    }

    /** A call ended before an earlier one. */
    void finishedEarly(ToolOutcome outcome) {
        outcome.output().ifPresent(output -> journal.toolFinished(outcome.invocation(), output));
    }

    /** An item that is no part of the history is final, such as a command. */
    public void published(TurnItem item) {
        if (journal.turnItem(item)) {
            complete(item);
        }
    }

    /** An item is final that the journal holds in another form, such as a call with its output. */
    public void complete(TurnItem item) {
        items.add(item);
        events.itemCompleted(item);
    }

    /** A call ended without its tool. */
    void ended(ToolOutcome outcome) {
        ToolInvocation invocation = outcome.invocation();
        complete(new TurnItem.ToolInvocation(
                invocation.itemId(),
                invocation.call().callId(),
                invocation.call().name(),
                invocation.call().arguments(),
                outcome.status(),
                outcome.output(),
                Duration.ZERO));
    }

    /** Events without a record. */
    public TurnEvents events() {
        return events;
    }

    /** Records without an event. */
    public Journal journal() {
        return journal;
    }

    int historySize() {
        return history.size();
    }
}
