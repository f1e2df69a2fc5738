package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the requests of the other side on the executor and sends their answers. */
final class RequestRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(RequestRunner.class);

    /** Sends one line, waiting for room. */
    interface Sender {
        void send(byte[] line) throws IOException;
    }

    private final Executor executor;
    private final PeerHandler handler;
    private final Messages messages;
    private final Sender sender;
    private final boolean answersCancelled;
    private final RunningRequests requests;

    RequestRunner(PeerBuilder settings, Messages messages, Sender sender) {
        this.executor = settings.executor;
        this.handler = settings.handler;
        this.messages = messages;
        this.sender = sender;
        this.answersCancelled = settings.cancelDialect != null && settings.cancelDialect.answersCancelled();
        this.requests = new RunningRequests(settings.maxRunningRequests);
    }

    /** Starts or refuses the request without waiting; the reason when it is left out altogether. */
    SkippedInput.@Nullable Reason start(IncomingRequest request) {
        switch (requests.admit(request)) {
            case RUN:
                execute(() -> run(request), () -> requests.finished(request));
                return null;
            case REFUSE:
                execute(() -> refuse(request), requests::refused);
                return null;
            case DUPLICATE:
                return SkippedInput.Reason.DUPLICATE_ID;
            default:
                return SkippedInput.Reason.TOO_MANY_REQUESTS;
        }
    }

    void cancel(JsonNode id) {
        requests.cancel(id);
    }

    /** Cancels what runs and starts nothing more. */
    void close() {
        requests.close();
    }

    private void execute(Runnable task, Runnable atEnd) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } finally {
                    atEnd.run();
                }
            });
        } catch (RejectedExecutionException e) {
            atEnd.run();
            LOGGER.warn("A request gets no answer, because the executor of its peer takes no more tasks", e);
        }
    }

    private void run(IncomingRequest request) {
        byte[] answer = answer(request);
        Thread.interrupted(); // whoever interrupted the handler has reached it; the answer is sent all the same
        if (!request.isCancelled() || answersCancelled) {
            send(request, answer);
        }
    }

    private byte[] answer(IncomingRequest request) {
        try {
            return messages.result(request.id(), handler.onRequest(request));
        } catch (JsonRpcException e) {
            return messages.error(request.id(), e);
        } catch (Throwable e) { // errors too: the other side waits for an answer whatever happened here
            if (request.isCancelled()) {
                LOGGER.debug("Cancelled request {} ended with an exception", request.method(), e);
                return messages.error(
                        request.id(), new JsonRpcException(JsonRpcException.REQUEST_CANCELLED, "Request cancelled"));
            }
            LOGGER.warn("Request {} failed", request.method(), e);
            return messages.error(
                    request.id(),
                    new JsonRpcException(JsonRpcException.INTERNAL_ERROR, "Internal error in " + request.method()));
        }
    }

    private void refuse(IncomingRequest request) {
        JsonRpcException busy =
                new JsonRpcException(JsonRpcException.BUSY, "Too many requests run at once; send it again later");
        send(request, messages.error(request.id(), busy));
    }

    private void send(IncomingRequest request, byte[] answer) {
        try {
            sender.send(answer);
        } catch (PeerClosedException e) {
            LOGGER.debug("The answer to {} was not sent: {}", request.method(), e.getMessage());
        } catch (IOException e) {
            LOGGER.warn("The answer to {} was not sent", request.method(), e);
        }
    }
}
