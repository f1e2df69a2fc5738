package dev.agentloop.mcp.transport;

import dev.agentloop.internal.jsonrpc.Answer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.MediaType;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/** One request over HTTP, from sending it until its answer has come on whatever stream. Runs on a thread of its own. */
final class HttpExchange implements Runnable {
    private final HttpTransport transport;
    private final MessageRouter router;
    private final Outgoing request;
    private final long id;
    private final CompletableFuture<Answer> answer;
    private final CallSlot calls = new CallSlot();
    private volatile boolean sent;

    HttpExchange(
            HttpTransport transport,
            MessageRouter router,
            Outgoing request,
            long id,
            CompletableFuture<Answer> answer) {
        this.transport = transport;
        this.router = router;
        this.request = request;
        this.id = id;
        this.answer = answer;
    }

    /** Nobody waits any more. Returns whether the server has seen the request. */
    boolean abandon() {
        calls.cancel();
        return sent;
    }

    @Override
    public void run() {
        try {
            byte[] body = router.messages().request(id, request.method(), request.params());
            read(transport.post(request, body, calls));
            router.fail(
                    id, new IOException("The server ended its answer to " + request.method() + " without a result"));
        } catch (HttpStatusException e) {
            router.fail(id, e.answer().isPresent() ? e.answer().get() : e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            router.fail(id, new IOException("Interrupted while waiting for the answer to " + request.method(), e));
        } catch (Exception e) {
            router.fail(id, e);
        }
    }

    private void read(Response response) throws IOException, InterruptedException {
        sent = true;
        if (isEventStream(response)) {
            EventPump pump = new EventPump(router, request);
            readStream(response, pump);
            while (!answer.isDone() && !calls.isCancelled()) {
                resume(pump);
            }
        } else {
            readWhole(response);
        }
    }

    private void readStream(Response response, EventPump pump) throws IOException {
        try {
            pump.read(response, answer::isDone);
        } catch (IOException e) {
            if (calls.isCancelled() || !transport.canResume(pump)) {
                throw e;
            }
        }
    }

    private void resume(EventPump pump) throws IOException, InterruptedException {
        if (!transport.canResume(pump)) {
            throw new IOException("The server ended its answer to " + request.method() + " without a result");
        }
        if (!isDoneWithin(pump.pause().toMillis())) {
            Optional<Response> next = transport.get(pump.lastEventId(), calls);
            if (next.isEmpty()) {
                throw new IOException("The server ended its answer to " + request.method()
                        + " without a result and offers no stream to go on with");
            }
            readStream(next.get(), pump);
        }
    }

    private boolean isDoneWithin(long millis) throws InterruptedException {
        try {
            answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException | CancellationException e) {
            return true;
        }
        return true;
    }

    private void readWhole(Response response) throws IOException {
        try (response) {
            BufferedSource source = response.body().source();
            if (source.request(HttpLimits.MAX_MESSAGE_BYTES + 1L)) {
                throw new IOException("The server's answer to " + request.method() + " has more than "
                        + HttpLimits.MAX_MESSAGE_BYTES + " bytes");
            }
            Buffer buffer = source.getBuffer();
            byte[] bytes = buffer.readByteArray();
            router.route(bytes, 0, bytes.length, request);
        }
    }

    static boolean isEventStream(Response response) {
        MediaType type = response.body().contentType();
        return type != null && type.type().equals("text") && type.subtype().equals("event-stream");
    }
}
