package dev.agentloop.runtime.model.anthropic;

import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the service pauses while its own tools work for long: what there is of it is sent back, and the service
 * goes on. To the reader it is one response.
 */
final class ContinuedStream implements ModelStream {
    private static final String PAUSED = "pause_turn";
    private static final int MOST_PAUSES = 20;

    private final Source source;
    private final List<ModelItem> answer = new ArrayList<>();
    private volatile boolean closed;
    private volatile Runnable stopOpening = () -> {};
    private volatile ModelStream current;
    private TokenUsage usage = TokenUsage.NONE;
    private int pauses;

    /** Opens streams. */
    interface Source {
        /**
         * Opens the stream that goes on after these items.
         *
         * @param opening told how to stop it, before it blocks
         */
        ModelStream after(List<ModelItem> answer, Consumer<Runnable> opening) throws InterruptedException;
    }

    ContinuedStream(Source source) throws InterruptedException {
        this.source = source;
        this.current = source.after(List.of(), stop -> {});
    }

    @Override
    public @Nullable ModelEvent next() throws InterruptedException {
        ModelEvent event = current.next();
        if (event instanceof ModelEvent.ItemDone done) {
            answer.add(done.item());
        } else if (event instanceof ModelEvent.Completed completed) {
            usage = usage.plus(completed.usage());
            return completed.detail().equals(PAUSED) && pauses < MOST_PAUSES
                    ? goOn()
                    : new ModelEvent.Completed(
                            completed.stopReason(),
                            completed.detail(),
                            usage,
                            completed.responseId(),
                            completed.model());
        }
        return event;
    }

    private @Nullable ModelEvent goOn() throws InterruptedException {
        pauses++;
        current.close();
        try {
            current = source.after(List.copyOf(answer), this::opening);
        } catch (ModelException e) {
            if (closed) {
                return null;
            }
            throw e;
        } finally {
            stopOpening = () -> {};
        }
        if (closed) {
            current.close();
            return null;
        }
        return ModelEvent.KeepAlive.INSTANCE;
    }

    private void opening(Runnable stop) {
        stopOpening = stop;
        if (closed) {
            stop.run();
        }
    }

    @Override
    public void close() {
        closed = true;
        stopOpening.run();
        current.close();
    }
}
