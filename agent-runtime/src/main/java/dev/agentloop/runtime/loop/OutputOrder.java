package dev.agentloop.runtime.loop;

import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.tool.ToolOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends the outputs of one response's calls to the history in call order, each as soon as all before it are there.
 * Outputs that come early are written down at once, so a crash loses none.
 */
final class OutputOrder {
    private static final String GIVEN_UP = "Not run: the turn ended before the call was approved.";

    private final ReentrantLock lock = new ReentrantLock();
    private final TurnRecorder recorder;
    private final List<ToolInvocation> calls = new ArrayList<>();
    private final List<@Nullable ToolOutcome> outcomes = new ArrayList<>();
    private int appended;

    OutputOrder(TurnRecorder recorder) {
        this.recorder = recorder;
    }

    /** The response has one more call. */
    void expect(ToolInvocation call) {
        lock.lock();
        try {
            calls.add(call);
            outcomes.add(null);
        } finally {
            lock.unlock();
        }
    }

    /** A call ended, or waits for an approval. */
    void offer(ToolOutcome outcome) {
        lock.lock();
        try {
            int index = indexOf(outcome.invocation());
            outcomes.set(index, outcome);
            if (index > appended) {
                recorder.finishedEarly(outcome);
            }
            appendReady();
        } finally {
            lock.unlock();
        }
    }

    /** The turn ends early: a call that waits for an approval gets an answer too, so that none is left without. */
    void giveUp() {
        List<ToolOutcome> given = new ArrayList<>();
        lock.lock();
        try {
            for (int index = appended; index < calls.size(); index++) {
                ToolOutcome outcome = outcomes.get(index);
                if (outcome == null || outcome.isSuspended()) {
                    ToolOutcome answer =
                            ToolOutcome.of(calls.get(index), ToolOutput.error(GIVEN_UP), TurnItem.Status.INTERRUPTED);
                    outcomes.set(index, answer);
                    given.add(answer);
                }
            }
            appendReady();
        } finally {
            lock.unlock();
        }
        given.forEach(recorder::ended);
    }

    int size() {
        lock.lock();
        try {
            return calls.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a call waits for an approval. */
    boolean isSuspended() {
        lock.lock();
        try {
            return outcomes.stream().anyMatch(outcome -> outcome != null && outcome.isSuspended());
        } finally {
            lock.unlock();
        }
    }

    private int indexOf(ToolInvocation call) {
        for (int index = appended; index < calls.size(); index++) {
            if (calls.get(index) == call) {
                return index;
            }
        }
        throw new IllegalStateException("Call " + call.call().callId() + " was not announced or ended twice");
    }

    private void appendReady() {
        while (appended < calls.size()) {
            ToolOutcome next = outcomes.get(appended);
            if (next == null || next.isSuspended()) {
                return;
            }
            ModelItem.Call call = next.invocation().call();
            recorder.append(new ModelItem.CallOutput(
                    call.callId(), call.form(), next.output().orElseThrow(), Optional.empty()));
            appended++;
        }
    }
}
