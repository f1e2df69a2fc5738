package dev.agentloop.testkit;

import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Hands out the steps of one scripted response. */
final class ScriptedModelStream implements ModelStream {
    private final List<ModelScript.Step> steps;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private int next;

    ScriptedModelStream(List<ModelScript.Step> steps) {
        this.steps = steps;
    }

    @Override
    public @Nullable ModelEvent next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted before the next scripted event");
        }
        while (!closed.isDone() && next < steps.size()) {
            ModelScript.Step step = steps.get(next++);
            if (step instanceof ModelScript.Step.Give give) {
                if (give.event() instanceof ModelEvent.Completed) {
                    next = steps.size();
                }
                return give.event();
            } else if (step instanceof ModelScript.Step.Fail fail) {
                next = steps.size();
                throw fail.exception();
            } else if (step instanceof ModelScript.Step.Wait wait) {
                wait.gate().passUnless(closed);
            } else {
                awaitClose();
            }
        }
        return null;
    }

    private void awaitClose() throws InterruptedException {
        try {
            closed.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Closing cannot fail", e);
        }
    }

    boolean isClosed() {
        return closed.isDone();
    }

    @Override
    public void close() {
        closed.complete(null);
    }
}
