package dev.agentloop.runtime.tool;

import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.ToolExecutor;
import dev.agentloop.runtime.loop.ToolInvocation;
import dev.agentloop.runtime.loop.ToolOutcome;
import dev.agentloop.tool.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one response. They start in call order: at once while all that run are parallel-safe and the new one is,
 * else when all before it have ended.
 */
final class ToolBatch implements ToolExecutor.Batch {
    private final ToolDispatcher.Wiring wiring;
    private final InterruptSignal signal;
    private final Consumer<ToolOutcome> onOutcome;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<CallTask> calls = new ArrayList<>();
    private int nextToStart;
    private int running;
    private int exclusiveRunning;
    private int open;
    private int unwritten;
    private @Nullable Throwable broken;

    ToolBatch(ToolDispatcher.Wiring wiring, InterruptSignal signal, Consumer<ToolOutcome> onOutcome) {
        this.wiring = wiring;
        this.signal = signal;
        this.onOutcome = onOutcome;
    }

    @Override
    public void start(ToolInvocation invocation) {
        CallTask task = new CallTask(wiring, invocation, this::ended);
        lock.lock();
        try {
            calls.add(task);
            open++;
            unwritten++;
        } finally {
            lock.unlock();
        }
        startReady();
    }

    @Override
    public void await() throws InterruptedException {
        Cancellation.Registration wake = signal.onCancel(this::interrupted);
        lock.lock();
        try {
            while (open > 0 && !signal.isCancelled()) {
                changed.await();
            }
        } finally {
            lock.unlock();
            wake.close();
        }
        if (signal.isCancelled()) {
            takeAll().forEach(CallTask::abandon); // what they do later changes nothing
            awaitWritten();
        }
        throwIfBroken();
    }

    /** Every call has its outcome now; those that got it on threads of their own may still write it down. */
    private void awaitWritten() {
        lock.lock();
        try {
            while (unwritten > 0) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** All calls, of which none starts any more. */
    private List<CallTask> takeAll() {
        lock.lock();
        try {
            nextToStart = calls.size();
            return List.copyOf(calls);
        } finally {
            lock.unlock();
        }
    }

    private void throwIfBroken() {
        lock.lock();
        try {
            if (broken instanceof Error error) {
                throw error;
            }
            if (broken != null) {
                throw (RuntimeException) broken;
            }
        } finally {
            lock.unlock();
        }
    }

    private void interrupted() {
        List<CallTask> all;
        lock.lock();
        try {
            all = List.copyOf(calls);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(CallTask::cancel);
    }

    private void startReady() {
        for (CallTask task = takeReady(); task != null; task = takeReady()) {
            try {
                wiring.threads().start(task);
            } catch (RuntimeException | Error noThread) {
                task.fail(noThread);
            }
        }
    }

    private @Nullable CallTask takeReady() {
        lock.lock();
        try {
            if (nextToStart == calls.size() || signal.isCancelled()) {
                return null;
            }
            CallTask next = calls.get(nextToStart);
            boolean beside = next.isParallelSafe()
                    && exclusiveRunning == 0
                    && running < wiring.limits().parallelToolCalls();
            if (running > 0 && !beside) {
                return null;
            }
            nextToStart++;
            running++;
            exclusiveRunning += next.isParallelSafe() ? 0 : 1;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Runs on the thread that produced the outcome. */
    private void ended(CallTask task, ToolOutcome outcome, boolean hadStarted) {
        try {
            if (writtenDown(task, outcome)) {
                task.publish(outcome);
            }
        } finally {
            lock.lock();
            try {
                open--;
                if (hadStarted) {
                    running--;
                    exclusiveRunning -= task.isParallelSafe() ? 0 : 1;
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
        startReady();
    }

    private boolean writtenDown(CallTask task, ToolOutcome outcome) {
        Throwable failure = null;
        try {
            task.writeDown(outcome);
            onOutcome.accept(outcome);
        } catch (RuntimeException | Error storeFailure) { // ends the turn, whose thread throws it
            failure = storeFailure;
        }
        lock.lock();
        try {
            broken = broken == null ? failure : broken;
            unwritten--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return failure == null;
    }
}
