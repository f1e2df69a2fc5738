package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a JSON-RPC conversation over lines of JSON: calls the other side and answers it. Thread-safe.
 *
 * <p>Threads: {@link #run()} reads, on a thread the caller gives, until the other side ends; it never waits for the
 * other side to read, so two peers cannot block each other. Requests of the other side, and the writing, run as tasks on
 * the executor, which must give each task a thread of its own or enough of them: tasks wait for each other. Futures
 * complete on the reading thread; what is chained to them must be short, or asynchronous.
 *
 * <p>Sending puts a message into a bounded queue and waits for room at most the send time-out (not at all on the
 * reading thread). Messages are sent in the order of the calls that sent them.
 *
 * <p>The peer owns its two streams. A process behind them belongs to the caller: {@link #close()} ends its input, and
 * if it does not end by that, ending it is what makes {@code run()} return.
 */
public final class Peer implements Closeable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Peer.class);

    private final String name;
    private final PeerHandler handler;
    private final @Nullable CancelDialect cancelDialect;
    private final long sendTimeoutNanos;
    private final InputStream input;
    private final LineReader reader;
    private final LineWriter writer;
    private final Messages messages;
    private final PendingCalls pendingCalls = new PendingCalls();
    private final RequestRunner requestRunner;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable Thread readingThread;
    private volatile boolean closed;

    Peer(PeerBuilder settings) {
        name = settings.name;
        handler = settings.handler;
        cancelDialect = settings.cancelDialect;
        sendTimeoutNanos = settings.sendTimeout.toNanos();
        input = settings.input;
        reader = new LineReader(input, settings.maxLineBytes);
        writer = new LineWriter(settings.output, settings.executor, settings.maxQueuedBytes);
        messages = new Messages(settings.jsonrpcMember, settings.maxLineBytes);
        requestRunner = new RequestRunner(settings, messages, this::send);
    }

    /** A peer that reads from the other side's output and writes to its input. */
    public static PeerBuilder builder(InputStream input, OutputStream output, Executor executor) {
        return new PeerBuilder(input, output, executor);
    }

    /**
     * Reads and handles messages until the other side ends or the connection breaks, then fails open calls and cancels
     * running requests. Returns normally in both cases; may be called once.
     */
    public void run() {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("Peer " + name + " has been run already");
        }
        readingThread = Thread.currentThread();
        IOException failure = null;
        try (input) {
            LineReader.Result result = reader.next();
            while (result != LineReader.Result.END) {
                if (!closed) {
                    handleLine(result);
                }
                result = reader.next();
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            end(new PeerClosedException(name + " has ended the connection", failure));
        }
    }

    /**
     * Calls the other side. Cancelling the future, or completing it otherwise, tells the other side to stop if the
     * dialect can.
     *
     * @return completes with the result (a JSON null is a NullNode), or with {@link JsonRpcException} for an error
     *     answer, {@link PeerClosedException} when the connection ends first, IOException when it could not be sent
     */
    public CompletableFuture<JsonNode> call(String method, @Nullable JsonNode params) {
        return call(method, params, sendTimeoutNanos, null);
    }

    /**
     * Calls like {@link #call(String, JsonNode)} and keeps the line of the answer as well, for results of which parts are
     * passed on byte for byte.
     */
    public CompletableFuture<Answer> callForLine(String method, @Nullable JsonNode params) {
        AtomicReference<byte[]> line = new AtomicReference<>(new byte[0]);
        CompletableFuture<JsonNode> call = call(method, params, sendTimeoutNanos, line::set);
        CompletableFuture<Answer> answer = call.thenApply(result -> new Answer(result, line.get()));
        answer.whenComplete((result, failure) -> call.cancel(false)); // does nothing when the call has ended
        return answer;
    }

    /**
     * Calls the other side and waits for the answer. Waits no longer than the time-out in all, and tells the other side
     * to stop when it gives up.
     *
     * @throws JsonRpcException when the answer is an error
     * @throws IOException when it could not be sent, also for want of room; {@link PeerClosedException} when the
     *     connection has ended
     * @throws TimeoutException when it was sent and not answered in time
     * @throws IllegalStateException on the reading thread, which would wait for itself
     */
    public JsonNode call(String method, @Nullable JsonNode params, Duration timeout)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException {
        if (Thread.currentThread() == readingThread) {
            throw new IllegalStateException("A blocking call of " + method + " on the thread that reads its answer");
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        CompletableFuture<JsonNode> call = call(method, params, Math.min(timeout.toNanos(), sendTimeoutNanos), null);
        try {
            return call.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException(name + " has not answered " + method + " within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw asIoException(Objects.requireNonNullElse(e.getCause(), e));
        } finally {
            call.cancel(false);
        }
    }

    /**
     * Sends a notification.
     *
     * @throws IOException when it could not be sent, also for want of room; nothing tells whether it was read
     */
    public void sendNotification(String method, @Nullable JsonNode params) throws IOException {
        send(messages.notification(method, params));
    }

    /**
     * Fails open calls with {@link PeerClosedException}, cancels running requests, and closes the output once what was
     * sent is written. Does not wait. What the other side still sends is read and dropped, so that it can end in peace.
     */
    @Override
    public void close() throws IOException {
        end(new PeerClosedException("The connection to " + name + " was closed on this side", null));
        if (started.compareAndSet(false, true)) {
            input.close();
        }
    }

    private void end(PeerClosedException cause) {
        closed = true;
        writer.close(); // first: whoever learns of the end from a failed call must find sending closed too
        pendingCalls.close(cause);
        requestRunner.close();
    }

    private CompletableFuture<JsonNode> call(
            String method, @Nullable JsonNode params, long timeoutNanos, @Nullable Consumer<byte[]> onLine) {
        long id = pendingCalls.nextId();
        CompletableFuture<JsonNode> call = new CompletableFuture<>();
        pendingCalls.add(id, call, onLine);
        try {
            writer.write(
                    messages.request(id, method, params),
                    onReadingThread() ? 0 : timeoutNanos,
                    e -> pendingCalls.fail(id, new PeerClosedException(method + " could not be sent to " + name, e)));
        } catch (IOException e) {
            pendingCalls.fail(id, e);
        }
        call.whenComplete((result, failure) -> {
            if (pendingCalls.remove(id)) {
                cancelAtOtherSide(id, method); // still pending: it was completed here, not by an answer
            }
        });
        return call;
    }

    private void cancelAtOtherSide(long id, String method) {
        if (cancelDialect == null || cancelDialect.neverCancelled().contains(method)) {
            return;
        }
        try {
            writer.write(messages.cancellation(cancelDialect, id), 0, e -> {});
        } catch (IOException e) {
            LOGGER.debug("{} was not told that {} is cancelled: {}", name, method, e.getMessage());
        }
    }

    private void send(byte[] line) throws IOException {
        writer.write(line, onReadingThread() ? 0 : sendTimeoutNanos, e -> {});
    }

    private boolean onReadingThread() {
        return Thread.currentThread() == readingThread;
    }

    private static IOException asIoException(Throwable cause) throws JsonRpcException {
        if (cause instanceof JsonRpcException answer) {
            throw answer;
        }
        return cause instanceof IOException failure ? failure : new IOException(cause);
    }

    private void handleLine(LineReader.Result result) {
        if (result == LineReader.Result.TOO_LONG) {
            skipped(SkippedInput.Reason.TOO_LONG);
            return;
        }
        if (isBlank()) {
            return;
        }
        JsonNode message = messages.parse(reader.buffer(), reader.offset(), reader.length());
        if (message == null) {
            skipped(SkippedInput.Reason.NOT_JSON);
        } else if (message.isArray() && !message.isEmpty()) {
            message.forEach(this::handleMessage); // a batch; its answers go out one by one
        } else {
            handleMessage(message);
        }
    }

    private boolean isBlank() {
        int end = reader.offset() + reader.length();
        for (int i = reader.offset(); i < end; i++) {
            if (!Character.isWhitespace(reader.buffer()[i])) {
                return false;
            }
        }
        return true;
    }

    private void handleMessage(JsonNode message) {
        JsonNode id = message.path("id");
        boolean hasId = id.isTextual() || id.isNumber();
        JsonNode method = message.path("method");
        if (method.isTextual() && hasId) {
            SkippedInput.Reason notStarted =
                    requestRunner.start(new IncomingRequest(id, method.textValue(), message.get("params")));
            if (notStarted != null) {
                skipped(notStarted);
            }
        } else if (method.isTextual() && (id.isMissingNode() || id.isNull())) {
            handleNotification(method.textValue(), message.get("params"));
        } else if (method.isMissingNode() && hasId) {
            if (!pendingCalls.answer(message, this::currentLine)) {
                skipped(SkippedInput.Reason.UNKNOWN_ID);
            }
        } else {
            skipped(SkippedInput.Reason.NOT_A_MESSAGE);
        }
    }

    private byte[] currentLine() {
        return Arrays.copyOfRange(reader.buffer(), reader.offset(), reader.offset() + reader.length());
    }

    private void handleNotification(String method, @Nullable JsonNode params) {
        if (cancelDialect != null && cancelDialect.method().equals(method)) {
            if (params != null) {
                requestRunner.cancel(params.path(cancelDialect.idMember()));
            }
            return;
        }
        try {
            handler.onNotification(method, params);
        } catch (RuntimeException e) {
            LOGGER.warn("Handling notification {} of {} failed", method, name, e);
        }
    }

    private void skipped(SkippedInput.Reason reason) {
        LOGGER.debug("Skipped input of {}: {}, {} bytes", name, reason, reader.lineBytes());
        try {
            handler.onSkipped(
                    SkippedInput.of(reason, reader.buffer(), reader.offset(), reader.length(), reader.lineBytes()));
        } catch (RuntimeException e) {
            LOGGER.warn("Reporting skipped input of {} failed", name, e);
        }
    }
}
