package dev.agentloop.runtime.loop;

import dev.agentloop.ModelException;
import dev.agentloop.TurnId;
import dev.agentloop.event.AgentEvent.ItemDelta.Part;
import dev.agentloop.event.PrefixBreak;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.event.TurnEvents;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.ToolOutput;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One sample: asks the model, runs the tools it asks for while the answer still arrives, and leaves the history with one
 * output for every call. After a cut it asks again from where the history then stands, so no tool that started is run
 * twice.
 */
final class SamplingStep implements ModelCaller.DeltaSink {
    private final SessionId session;
    private final TurnId turn;
    private final ModelCaller.Sample sample;
    private final ToolExecutor tools;
    private final TurnRecorder recorder;
    private final TurnEvents events;
    private final TurnBudget budget;
    private final WindowKeeper window;
    private final InterruptSignal signal;
    private final IdSource ids;
    private final Set<String> startedItems = new HashSet<>();
    private OutputOrder outputs;
    private ToolExecutor.Batch batch;
    private String lastMessage = "";
    private int requestSize;
    private Optional<PrefixBreak> prefixBreak = Optional.empty();

    SamplingStep(
            SessionId session,
            TurnId turn,
            ModelCaller.Sample sample,
            ToolExecutor tools,
            TurnRecorder recorder,
            TurnBudget budget,
            WindowKeeper window,
            InterruptSignal signal,
            IdSource ids) {
        this.session = session;
        this.turn = turn;
        this.sample = sample;
        this.tools = tools;
        this.recorder = recorder;
        this.events = recorder.events();
        this.budget = budget;
        this.window = window;
        this.signal = signal;
        this.ids = ids;
        this.outputs = new OutputOrder(recorder);
        this.batch = tools.open(signal, outputs::offer);
    }

    /**
     * What the loop does next.
     *
     * @param calls how many tools the model asked for
     * @param suspended whether one of them waits for an approval
     */
    record Result(int calls, boolean suspended) {}

    /** What the model said last, also when the step failed; empty when it said nothing. */
    String lastMessage() {
        return lastMessage;
    }

    /**
     * Runs the calls of an answer that came before a restart or an approval.
     *
     * @param open the calls without output, in order
     */
    Result resume(List<OpenCall> open) throws InterruptedException {
        return ending(() -> resumed(open));
    }

    /** Asks the model and runs what it asks for. */
    Result run() throws InterruptedException {
        return ending(this::sampled);
    }

    /** However the step ends, no call is left without an output, unless the turn waits for an approval. */
    private Result ending(InterruptSignal.Blocking<Result> step) throws InterruptedException {
        try {
            Result result = step.run();
            if (result.suspended() && !signal.reason().equals(Optional.of(InterruptSignal.Reason.CLOSED))) {
                signal.throwIfCancelled(); // a session that is closed may be opened again, and keeps its questions
            }
            return result;
        } catch (Throwable early) {
            try {
                outputs.giveUp();
            } catch (RuntimeException storeFailure) { // the next turn answers what could not be written down
                if (storeFailure != early) {
                    early.addSuppressed(storeFailure);
                }
            }
            throw early;
        }
    }

    private Result resumed(List<OpenCall> open) throws InterruptedException {
        for (OpenCall call : open) {
            ToolInvocation invocation =
                    new ToolInvocation(turn, call.itemId(), call.call(), call.record(), call.attempt());
            outputs.expect(invocation);
            if (call.finished().isPresent()) {
                ToolOutput output = call.finished().get();
                outputs.offer(ToolOutcome.of(
                        invocation, output, output.failed() ? TurnItem.Status.FAILED : TurnItem.Status.COMPLETED));
            } else {
                events.itemStarted(ItemViews.call(
                        call.itemId(),
                        call.call().callId(),
                        call.call().name(),
                        call.call().arguments()));
                batch.start(invocation);
            }
        }
        awaitTools();
        return new Result(outputs.size(), outputs.isSuspended());
    }

    private Result sampled() throws InterruptedException {
        while (true) {
            ModelResult result = ask();
            // Calls that came before a cut do not count: the request after the cut carried their outputs already.
            int calls = outputs.size();
            if (outputs.isSuspended()) {
                return new Result(calls, true);
            }
            if (result instanceof ModelResult.Completed completed) {
                finish(completed.event());
                return new Result(calls, false);
            }
            outputs = new OutputOrder(recorder);
            batch = tools.open(signal, outputs::offer);
        }
    }

    private ModelResult ask() throws InterruptedException {
        requestSize = recorder.historySize();
        TurnPoint point = new TurnPoint(session, turn, requestSize);
        try {
            return signal.blocking(() -> sample.call(point, this, signal));
        } catch (InterruptedException e) {
            signal.interrupt(InterruptSignal.Reason.THREAD_INTERRUPTED);
            throw e;
        } finally {
            // However the answer ended: calls that started get their outputs before anything else happens.
            awaitTools();
        }
    }

    private void awaitTools() throws InterruptedException {
        try {
            batch.await();
        } catch (InterruptedException e) {
            signal.interrupt(InterruptSignal.Reason.THREAD_INTERRUPTED);
            batch.await(); // at once: an interrupted turn does not wait for its tools
            throw e;
        }
    }

    private void finish(ModelEvent.Completed completed) {
        if (completed.stopReason() != ModelEvent.StopReason.DONE) {
            String what = switch (completed.stopReason()) {
                case MAX_OUTPUT_TOKENS -> "reached its output limit";
                case CONTENT_FILTER -> "was stopped by the service's content filter";
                default -> "ended incomplete";
            };
            throw ModelException.builder(
                            ModelException.Kind.INCOMPLETE,
                            "The model's answer " + what
                                    + (completed.detail().isEmpty() ? "" : " (" + completed.detail() + ")")
                                    + "; what it had finished is kept in the session")
                    .code(completed.detail().isEmpty() ? null : completed.detail())
                    .build();
        }
    }

    @Override
    public void onEvent(ModelEvent event) {
        // What is told here reaches stores and listeners, which an interrupt of the model's stream must not hit.
        signal.shielded(() -> arrived(event));
    }

    private void arrived(ModelEvent event) {
        if (event instanceof ModelEvent.TextDelta delta) {
            events.itemDelta(delta.itemId(), Part.TEXT, delta.delta());
        } else if (event instanceof ModelEvent.ReasoningDelta delta) {
            events.itemDelta(delta.itemId(), delta.summary() ? Part.REASONING_SUMMARY : Part.REASONING, delta.delta());
        } else if (event instanceof ModelEvent.ArgumentsDelta delta) {
            events.itemDelta(delta.itemId(), Part.ARGUMENTS, delta.delta());
        } else if (event instanceof ModelEvent.ItemStarted started) {
            startedItems.add(started.itemId());
            events.itemStarted(ItemViews.started(started));
        } else if (event instanceof ModelEvent.ItemDone done) {
            itemDone(done);
        } else if (event instanceof ModelEvent.Completed completed) {
            // Told now, not after the tools: a budget that is watched must not wait for them.
            budget.used(completed.usage());
            window.sampled(completed.usage(), requestSize);
            recorder.journal().used(completed.model(), completed.usage());
            events.usageUpdated(completed.model(), completed.usage(), budget.usage(), prefixBreak);
            prefixBreak = Optional.empty();
        }
        // Unknown kinds and signs of life need nothing: the provider keeps what it must send back.
    }

    @Override
    public void onRetry(ModelException cause, Duration delay, int attempt, List<String> discardedItemIds) {
        discardedItemIds.forEach(startedItems::remove);
        events.notice(
                "model.retry",
                "Attempt " + attempt + " failed: " + cause.getMessage() + " Trying again in " + delay.toMillis()
                        + " ms."
                        + (discardedItemIds.isEmpty() ? "" : " Unfinished items are void: " + discardedItemIds));
    }

    @Override
    public void onPrefixBreak(PrefixBreak found) {
        prefixBreak = Optional.of(found);
        if (found.place().startsWith("tool ")) {
            events.notice(
                    "tools.changed",
                    "The list of tools changed at " + found.place() + ": " + found.reason()
                            + ". The service reads the whole conversation again instead of taking it from its cache.");
        }
    }

    @Override
    public void onUnsupported(String what, String why) {
        events.notice("model.unsupported", what + ": " + why);
    }

    private void itemDone(ModelEvent.ItemDone done) {
        String id = done.itemId().isEmpty() ? ids.next("item") : done.itemId();
        ModelItem item = done.item();
        if (item instanceof ModelItem.Call call) {
            callDone(id, call);
            return;
        }
        TurnItem view = ItemViews.done(id, item).orElse(null);
        if (view == null) {
            recorder.append(item);
            return;
        }
        if (startedItems.add(id)) {
            events.itemStarted(view);
        }
        recorder.modelItem(item, view);
        if (view instanceof TurnItem.AgentMessage message && !message.text().isEmpty()) {
            lastMessage = message.text();
        }
    }

    private void callDone(String id, ModelItem.Call call) {
        long record = recorder.append(call);
        TurnItem.ToolInvocation view = ItemViews.call(id, call.callId(), call.name(), call.arguments());
        if (startedItems.add(id)) {
            events.itemStarted(view);
        } else {
            events.itemUpdated(view);
        }
        ToolInvocation invocation = new ToolInvocation(turn, id, call, record, ToolInvocation.Attempt.FIRST);
        outputs.expect(invocation);
        if (budget.toolCall()) {
            batch.start(invocation);
            return;
        }
        ToolOutput refused = ToolOutput.error("Not run: the turn has used up its tool calls.");
        ToolOutcome outcome = ToolOutcome.of(invocation, refused, TurnItem.Status.DENIED);
        outputs.offer(outcome);
        recorder.ended(outcome);
    }
}
