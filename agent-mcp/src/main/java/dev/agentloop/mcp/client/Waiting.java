package dev.agentloop.mcp.client;

import dev.agentloop.internal.jsonrpc.JsonRpcException;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for answers. */
final class Waiting {
    private Waiting() {}

    /**
     * Waits for an answer until the deadline. An answer that is not there by then is left alone.
     *
     * @throws JsonRpcException when the answer is an error
     * @throws IOException when there is no answer for another reason
     */
    static <T> T await(CompletableFuture<T> answer, Deadline deadline)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException {
        try {
            return answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** The reason why there is no answer. */
    static IOException failure(ExecutionException failure) throws JsonRpcException {
        Throwable cause = Objects.requireNonNullElse(failure.getCause(), failure);
        if (cause instanceof JsonRpcException answer) {
            throw answer;
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }
}
