package dev.agentloop.runtime.model;

import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.spi.ModelProvider;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;

/** Answers each request with the next list of steps: an event, an exception to throw, or a wait for close. */
final class ScriptedProvider implements ModelProvider {
    /** A step that waits until the stream is closed. */
    static final Object WAIT = new Object();

    private final Queue<List<Object>> answers = new ArrayDeque<>();
    final List<ModelRequest> requests = new ArrayList<>();
    volatile CountDownLatch waiting = new CountDownLatch(1);
    volatile int closed;
    volatile boolean waitInOpen;

    ScriptedProvider then(Object... steps) {
        answers.add(Arrays.asList(steps));
        return this;
    }

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public ModelStream open(ModelRequest request) throws InterruptedException {
        requests.add(request);
        if (waitInOpen) {
            waiting.countDown();
            new CountDownLatch(1).await();
        }
        List<Object> steps = answers.size() > 1 ? answers.remove() : answers.element();
        Queue<Object> left = new ArrayDeque<>(steps);
        if (left.peek() instanceof RuntimeException refused) {
            throw refused;
        }
        CountDownLatch closing = new CountDownLatch(1);
        return new ModelStream() {
            @Override
            public ModelEvent next() throws InterruptedException {
                Object step = left.poll();
                if (step == WAIT) {
                    waiting.countDown();
                    closing.await();
                    return null;
                }
                if (step instanceof RuntimeException failure) {
                    throw failure;
                }
                return (ModelEvent) step;
            }

            @Override
            public void close() {
                if (closing.getCount() > 0) {
                    closed++;
                }
                closing.countDown();
            }
        };
    }
}
