package dev.agentloop.runtime.tool;

import dev.agentloop.tool.Cancellation;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Waits for a stage until it is done or the call is cancelled; a cancelled stage is told, if it can be. */
final class StageAwait {
    private StageAwait() {}

    static @Nullable Object await(CompletionStage<?> stage, Cancellation cancellation) throws Exception {
        CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
        stage.whenComplete((value, problem) -> {
            if (problem == null) {
                done.complete(value);
            } else {
                done.completeExceptionally(problem);
            }
        });
        Cancellation.Registration registration = cancellation.onCancel(() -> done.cancel(true));
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw unwrap(e);
        } finally {
            registration.close();
            if (!isDone(done)) {
                cancel(stage);
            }
        }
    }

    private static boolean isDone(CompletableFuture<?> done) {
        return done.isDone() && !done.isCancelled();
    }

    private static void cancel(CompletionStage<?> stage) {
        if (stage instanceof CompletableFuture<?> future) {
            future.cancel(true);
        }
    }

    private static Exception unwrap(ExecutionException e) {
        Throwable thrown = e.getCause();
        while (thrown instanceof CompletionException && thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof Exception exception ? exception : e;
    }
}
