package dev.agentloop.runtime.loop;

import dev.agentloop.ContextWindowExceededException;
import dev.agentloop.Limits;
import dev.agentloop.TurnId;
import dev.agentloop.TurnStatus;
import dev.agentloop.UserInput;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.history.PinnedItems;
import dev.agentloop.session.SessionId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/**
 * One turn: sample, tools, sample again, until the model asks for nothing more, a limit is reached, or somebody
 * interrupts. Talks to its seams only: creates no thread, reads no system clock, draws no random number.
 */
public final class TurnRunner {
    /** What the model is told when a turn was interrupted; part of the history, so it must not change between versions. */
    static final String ABORTED =
            "<turn_aborted>\nThe previous turn was interrupted on purpose. Calls that were running"
                    + " may have had part of their effects; check before you repeat them.\n</turn_aborted>";

    /**
     * What a turn talks to.
     *
     * @param model the way to the model
     * @param tools the way to tools
     * @param recorder journal, history, items and events
     * @param window keeps the history short enough
     * @param ids makes ids
     */
    public record Seams(
            ModelCaller model, ToolExecutor tools, TurnRecorder recorder, WindowKeeper window, IdSource ids) {}

    private final SessionId session;
    private final TurnId turn;
    private final Seams seams;
    private final InterruptSignal signal;
    private final SteerQueue steering;
    private final TurnBudget budget;
    private String finalMessage = "";

    public TurnRunner(
            SessionId session, TurnSpec turn, Seams seams, Limits limits, InterruptSignal signal, SteerQueue steering) {
        this.session = session;
        this.turn = turn.id();
        this.seams = seams;
        this.signal = signal;
        this.steering = steering;
        this.budget = new TurnBudget(limits, turn.model());
    }

    /**
     * Runs a new turn to its end. Never throws: a failure is part of the end.
     *
     * @param context finds what the model must see before the user's input
     * @param pinned whether the input survives compactions
     */
    public TurnEnd run(Supplier<List<ModelItem>> context, UserInput input, boolean pinned) {
        return untilTheEnd(() -> {
            context.get().forEach(seams.recorder()::append);
            seams.recorder().userMessage(seams.ids().next(pinned ? PinnedItems.ID_PREFIX : "msg"), input);
            return loop();
        });
    }

    /**
     * Goes on with a turn that was suspended or cut off.
     *
     * @param open its calls without output, in order; may be empty
     */
    public TurnEnd resume(List<OpenCall> open) {
        return untilTheEnd(() -> {
            if (!open.isEmpty() && newStep().resume(open).suspended()) {
                return TurnStatus.SUSPENDED;
            }
            return loop();
        });
    }

    private TurnStatus loop() throws InterruptedException {
        while (true) {
            signal.throwIfCancelled();
            takeSteering();
            budget.used(seams.window().beforeSample());
            budget.beforeSample();
            SamplingStep.Result result = sampleWithinWindow();
            if (result.suspended()) {
                return TurnStatus.SUSPENDED;
            }
            if (result.calls() == 0 && steering.closeIfEmpty()) {
                return TurnStatus.COMPLETED;
            }
        }
    }

    private SamplingStep.Result sampleWithinWindow() throws InterruptedException {
        while (true) {
            try {
                return sample();
            } catch (ContextWindowExceededException tooLong) {
                budget.used(seams.window().overflowed(tooLong));
                budget.beforeSample();
            }
        }
    }

    private SamplingStep.Result sample() throws InterruptedException {
        SamplingStep step = newStep();
        try {
            return step.run();
        } finally {
            if (!step.lastMessage().isEmpty()) {
                finalMessage = step.lastMessage();
            }
        }
    }

    private SamplingStep newStep() {
        return new SamplingStep(
                session,
                turn,
                seams.model().newSample(),
                seams.tools(),
                seams.recorder(),
                budget,
                seams.window(),
                signal,
                seams.ids());
    }

    private void takeSteering() {
        steering.drain().forEach(this::userMessage);
    }

    /** Input that was taken and that no request carried any more: the next turn's does. */
    private void keepSteering() {
        steering.close().forEach(this::userMessage);
    }

    private void userMessage(UserInput input) {
        seams.recorder().userMessage(seams.ids().next("msg"), input);
    }

    private TurnEnd untilTheEnd(InterruptSignal.Blocking<TurnStatus> work) {
        try {
            TurnStatus status = work.run();
            // A suspended turn keeps what was steered; it joins after the outputs, when the turn goes on.
            steering.close().forEach(input -> seams.recorder().journal().steered(input));
            return end(status, Optional.empty());
        } catch (InterruptedException interrupted) {
            signal.interrupt(InterruptSignal.Reason.THREAD_INTERRUPTED);
            return aborted();
        } catch (CancellationException cancelled) {
            return signal.isCancelled() ? aborted() : failed(cancelled);
        } catch (Throwable failure) { // a turn always ends with one terminal event
            return signal.isCancelled() && !(failure instanceof Error) ? aborted() : failed(failure);
        }
    }

    private TurnEnd aborted() {
        try {
            keepSteering();
            seams.recorder().append(ModelItem.Message.of(ModelItem.Role.USER, ABORTED));
        } catch (RuntimeException storeFailure) {
            return failed(storeFailure);
        }
        return end(TurnStatus.INTERRUPTED, Optional.empty());
    }

    private TurnEnd failed(Throwable failure) {
        try {
            keepSteering();
        } catch (RuntimeException storeFailure) {
            if (storeFailure != failure) {
                failure.addSuppressed(storeFailure);
            }
        }
        return end(TurnStatus.INTERRUPTED, Optional.of(failure));
    }

    private TurnEnd end(TurnStatus status, Optional<Throwable> failure) {
        return new TurnEnd(status, finalMessage, budget.usage(), failure);
    }
}
