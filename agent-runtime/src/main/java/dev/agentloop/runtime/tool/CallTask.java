package dev.agentloop.runtime.tool;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.concurrent.Deadlines;
import dev.agentloop.runtime.history.OutputTruncator;
import dev.agentloop.runtime.loop.CallSuspended;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.InterruptSignal.Reason;
import dev.agentloop.runtime.loop.ToolInvocation;
import dev.agentloop.runtime.loop.ToolOutcome;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call, from finding its tool to its outcome. The first outcome counts: a call that was interrupted or ran out of
 * time has its outcome at once, and what its tool says later is dropped.
 */
final class CallTask implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CallTask.class);
    static final String ABORTED = "Aborted: the user interrupted the turn. The call may have had part of its effects.";
    static final String RESTARTED = "Interrupted by a restart; effects unknown. Check before repeating.";

    /** Told the outcome, once. */
    @FunctionalInterface
    interface Listener {
        void ended(CallTask task, ToolOutcome outcome, boolean hadStarted);
    }

    private final ToolDispatcher.Wiring wiring;
    private final ToolInvocation invocation;
    private final Listener listener;
    private final Optional<ToolHandler> handler;
    private final boolean parallelSafe;
    private final InterruptSignal signal = new InterruptSignal();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean started;
    private boolean toolStarted;
    private volatile long startedAtNanos = System.nanoTime();

    CallTask(ToolDispatcher.Wiring wiring, ToolInvocation invocation, Listener listener) {
        this.wiring = wiring;
        this.invocation = invocation;
        this.listener = listener;
        this.handler = wiring.tools().find(invocation.call().name());
        this.parallelSafe = handler.isEmpty() || handler.get().spec().traits().contains(ToolSpec.Trait.PARALLEL_SAFE);
    }

    boolean isParallelSafe() {
        return parallelSafe;
    }

    /** Asks the tool to stop. */
    void cancel() {
        signal.interrupt(Reason.REQUESTED);
    }

    /** Ends the call without its tool. */
    void abandon() {
        cancel();
        end(aborted());
    }

    /** The call could not even be started. */
    void fail(Throwable cause) {
        started = true;
        end(failed("The call could not be started: " + cause.getMessage()));
    }

    /** Writes down what the journal needs besides the output. */
    void writeDown(ToolOutcome outcome) {
        if (outcome.isSuspended() && toolStarted) {
            wiring.recorder().journal().toolSuspended(invocation);
        }
    }

    /** Listeners learn of the outcome. */
    void publish(ToolOutcome outcome) {
        if (outcome.isSuspended()) {
            return;
        }
        ModelItem.Call call = invocation.call();
        wiring.recorder()
                .complete(new TurnItem.ToolInvocation(
                        invocation.itemId(),
                        call.callId(),
                        call.name(),
                        call.arguments(),
                        outcome.status(),
                        outcome.output(),
                        Duration.ofNanos(System.nanoTime() - startedAtNanos)));
    }

    @Override
    public void run() {
        started = true;
        startedAtNanos = System.nanoTime();
        ToolOutcome outcome;
        try {
            outcome = outcome();
        } catch (InterruptedException | CancellationException e) {
            outcome = signal.reason().equals(Optional.of(Reason.TIME_LIMIT)) ? timedOut() : aborted();
        } catch (Throwable failure) { // whatever a tool throws is an answer to the model
            outcome = CallSuspended.isBehind(failure) ? ToolOutcome.suspended(invocation) : failure(failure);
        }
        end(outcome);
    }

    private ToolOutcome outcome() throws Exception {
        if (handler.isEmpty()) {
            return failed(wiring.tools().unknown(invocation.call().name()));
        }
        ToolSpec spec = handler.get().spec();
        ArrivedCall call = ArrivedCall.of(invocation.call());
        if (invocation.attempt() == ToolInvocation.Attempt.UNKNOWN_EFFECTS && !mayRepeat(spec)) {
            return ToolOutcome.of(invocation, ToolOutput.error(RESTARTED), TurnItem.Status.INTERRUPTED);
        }
        if (invocation.call().form() == ModelItem.Call.Form.FUNCTION) {
            Optional<String> problem =
                    wiring.checks().arguments(spec, invocation.call().arguments());
            if (problem.isPresent()) {
                return failed(problem.get());
            }
        }
        Optional<ToolOutcome> refused = approve(spec, call);
        if (refused.isPresent()) {
            return refused.get();
        }
        return execute(handler.get(), call);
    }

    private static boolean mayRepeat(ToolSpec spec) {
        return spec.traits().contains(ToolSpec.Trait.READ_ONLY) || spec.traits().contains(ToolSpec.Trait.IDEMPOTENT);
    }

    private Optional<ToolOutcome> approve(ToolSpec spec, ArrivedCall call) throws InterruptedException {
        if (!spec.traits().contains(ToolSpec.Trait.NEEDS_APPROVAL)) {
            return Optional.empty();
        }
        ApprovalDecision decision = signal.blocking(() -> ToolApproval.ask(wiring.gate(), spec, call));
        return switch (decision.kind()) {
            case APPROVE, APPROVE_FOR_SESSION, APPROVE_ALWAYS -> Optional.empty();
            case DEFERRED -> Optional.of(ToolOutcome.suspended(invocation));
            case ABORT_TURN -> Optional.of(aborted());
            case DENY ->
                Optional.of(ToolOutcome.of(
                        invocation, ToolOutput.error(ToolApproval.denial(decision)), TurnItem.Status.DENIED));
        };
    }

    private ToolOutcome execute(ToolHandler tool, ArrivedCall call) throws Exception {
        signal.throwIfCancelled();
        wiring.recorder().journal().toolStarted(invocation);
        toolStarted = true;
        Deadlines.Deadline timeOut = wiring.deadlines().after(wiring.limits().toolTimeout(), this::timeOver);
        try (CallContext context = wiring.contexts().open(invocation, signal, wiring.recorder())) {
            ToolOutput output = signal.blocking(() -> {
                try {
                    return tool.execute(call, context);
                } catch (InterruptedException | RuntimeException e) {
                    throw e;
                } catch (Exception checked) {
                    throw new CheckedFailure(checked);
                }
            });
            return finished(tool.spec(), output);
        } catch (CheckedFailure failure) {
            throw failure.checked;
        } finally {
            timeOut.close();
        }
    }

    private ToolOutcome finished(ToolSpec spec, ToolOutput output) {
        if (output == null) {
            return failed("The tool returned nothing (null). This is a bug of the tool.");
        }
        Optional<String> problem = wiring.checks().output(spec, output);
        if (problem.isPresent()) {
            return failed("The tool broke its own promise. " + problem.get());
        }
        ToolOutput kept = OutputTruncator.truncate(output, wiring.limits().toolOutputBytes());
        return ToolOutcome.of(invocation, kept, kept.failed() ? TurnItem.Status.FAILED : TurnItem.Status.COMPLETED);
    }

    private void timeOver() {
        end(timedOut()); // first, for what the tool does when it is cancelled may take its time
        signal.interrupt(Reason.TIME_LIMIT);
    }

    private ToolOutcome timedOut() {
        return failed("The tool did not answer within "
                + wiring.limits().toolTimeout().toMillis()
                + " ms and was given up. It may have had part of its effects.");
    }

    private ToolOutcome aborted() {
        return ToolOutcome.of(invocation, ToolOutput.error(ABORTED), TurnItem.Status.INTERRUPTED);
    }

    private ToolOutcome failure(Throwable failure) {
        if (failure instanceof ToolExecutionException forModel) {
            return failed(String.valueOf(forModel.getMessage()));
        }
        if (failure instanceof dev.agentloop.SandboxUnavailableException unavailable) {
            return failed(String.valueOf(unavailable.getMessage()));
        }
        // The message may hold a secret, so it is only for those who ask for details.
        LOG.warn(
                "Tool {} failed in call {} with {}; details at level debug",
                invocation.call().name(),
                invocation.call().callId(),
                failure.getClass().getName());
        LOG.debug("Call {} failed", invocation.call().callId(), failure);
        String what = "The tool failed with " + failure.getClass().getSimpleName();
        return failed(wiring.limits().exposeToolErrors() ? what + ": " + failure.getMessage() : what + ".");
    }

    private ToolOutcome failed(String message) {
        ToolOutput output = OutputTruncator.truncate(
                ToolOutput.error(message), wiring.limits().toolOutputBytes());
        return ToolOutcome.of(invocation, output, TurnItem.Status.FAILED);
    }

    private void end(ToolOutcome outcome) {
        if (ended.compareAndSet(false, true)) {
            listener.ended(this, outcome, started);
        }
    }

    private static final class CheckedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Exception checked;

        CheckedFailure(Exception checked) {
            super(checked);
            this.checked = checked;
        }
    }
}
