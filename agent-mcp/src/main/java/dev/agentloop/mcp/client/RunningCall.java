package dev.agentloop.mcp.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Waits for the answer to a call and hands out its progress meanwhile, on the waiting thread: a listener that takes its
 * time keeps nobody from reading.
 */
final class RunningCall {
    private static final int MOST_WAITING_STEPS = 256; // progress is for people; nobody misses the steps between
    private static final String END = new String("end"); // compared by identity

    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

    /** Takes a step of progress; never blocks. */
    void step(String text) {
        if (news.size() < MOST_WAITING_STEPS) {
            news.add(text);
        }
    }

    /**
     * Waits for the answer. Cancels the call when it gives up.
     *
     * @throws ExecutionException with the reason why there is no answer
     * @throws java.util.concurrent.CancellationException when the call was cancelled
     */
    <T> T await(CompletableFuture<T> call, Deadline deadline, Consumer<String> listener)
            throws InterruptedException, ExecutionException, TimeoutException {
        call.whenComplete((result, failure) -> news.add(END));
        try {
            String next = news.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            while (next != null && next != END) {
                listener.accept(next);
                next = news.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            }
            return call.get(0, TimeUnit.NANOSECONDS);
        } finally {
            call.cancel(false);
        }
    }
}
