package dev.agentloop.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A streamed response that the test sends step by step. Made by {@link ScriptedModelServer#respondStepped}. Until the
 * test sends, the client sees an accepted request and silence.
 *
 * <p>Used by one thread, the test's. Each sending method first waits until the request is there. Every wait is bounded
 * by 10 seconds and then fails with an AssertionError.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class StreamControl {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final Executor writers;
    private final CountDownLatch attached = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable RecordedRequest request;
    private volatile @Nullable HttpOut out;
    private final Deque<Frame.Bytes> waiting = new ArrayDeque<>();

    StreamControl(Executor writers) {
        this.writers = writers;
    }

    void attach(RecordedRequest from, HttpOut to, List<Frame> frames) {
        for (Frame frame : frames) {
            if (!(frame instanceof Frame.Bytes bytes)) {
                throw new IllegalArgumentException("A stepped response waits by itself; take " + frame + " out");
            }
            waiting.add(bytes);
        }
        request = from;
        out = to;
        attached.countDown();
    }

    void connectionClosed() {
        closed.countDown();
    }

    /** Waits until a request gets this response. */
    public RecordedRequest awaitRequest(Duration timeout) throws InterruptedException {
        if (!attached.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("No request came for the stepped response within " + timeout);
        }
        return java.util.Objects.requireNonNull(request);
    }

    /** Sends the next event. */
    public StreamControl send() throws InterruptedException {
        return send(1);
    }

    /** Sends the next events. */
    public StreamControl send(int events) throws InterruptedException {
        awaitRequest(LONGEST_WAIT);
        if (events > waiting.size()) {
            throw new AssertionError("Only these events are left to send: " + remaining());
        }
        List<Frame.Bytes> now = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            now.add(waiting.remove());
        }
        onWire(to -> {
            for (Frame.Bytes frame : now) {
                to.body(frame.bytes(), 0, frame.bytes().length);
                to.flush();
            }
        });
        return this;
    }

    /** Sends everything up to and with the next event of this type. */
    public StreamControl sendThrough(String type) throws InterruptedException {
        awaitRequest(LONGEST_WAIT);
        int position = remaining().indexOf(type);
        if (position < 0) {
            throw new AssertionError("No event of type " + type + " is left, only " + remaining());
        }
        return send(position + 1);
    }

    /** Sends everything up to and with the next event that has this mark, whatever the wire calls it. */
    public StreamControl sendThrough(StreamMark mark) throws InterruptedException {
        awaitRequest(LONGEST_WAIT);
        int position = 1;
        for (Frame.Bytes frame : waiting) {
            if (frame.marks().contains(mark)) {
                return send(position);
            }
            position++;
        }
        throw new AssertionError("No event marked " + mark + " is left, only " + remaining());
    }

    /** Sends bytes that are in no script, such as half an event. */
    public StreamControl sendBytes(byte[] bytes) throws InterruptedException {
        onWire(to -> {
            to.body(bytes, 0, bytes.length);
            to.flush();
        });
        return this;
    }

    /** Sends a comment, the usual sign of life. */
    public StreamControl sendComment() throws InterruptedException {
        return sendBytes(Frame.Bytes.comment("keep-alive").bytes());
    }

    /** Sends all that is left and ends the response. */
    public void finish() throws InterruptedException {
        awaitRequest(LONGEST_WAIT);
        send(waiting.size());
        onWire(HttpOut::end);
    }

    /** Ends the response cleanly, without the events that are left. */
    public void end() throws InterruptedException {
        onWire(HttpOut::end);
    }

    /** Closes the connection in the middle of the response. */
    public void cut() throws InterruptedException {
        onWire(HttpOut::cut);
    }

    /** Resets the connection. */
    public void reset() throws InterruptedException {
        onWire(HttpOut::reset);
    }

    /** The types of the events not sent yet; empty before the request is there. */
    public List<String> remaining() {
        return waiting.stream().map(Frame.Bytes::type).toList();
    }

    /**
     * Waits until the connection is closed, which the client does when it gives the response up.
     *
     * @throws AssertionError when it is still open after that time
     */
    public void awaitClosed(Duration timeout) throws InterruptedException {
        if (!closed.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("The client still keeps the connection open after " + timeout);
        }
    }

    /** On a thread of the server, because a client that does not read may block a write for ever. */
    private void onWire(WireAction action) throws InterruptedException {
        awaitRequest(LONGEST_WAIT);
        HttpOut to = java.util.Objects.requireNonNull(out);
        FutureTask<Void> task = new FutureTask<>(() -> {
            action.apply(to);
            return null;
        });
        writers.execute(task);
        try {
            task.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("Could not send: the client closed the connection?", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("Could not send within " + LONGEST_WAIT + ": the client does not read", e);
        }
    }

    private interface WireAction {
        void apply(HttpOut out) throws IOException;
    }
}
