package dev.agentloop.mcp.transport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.Answer;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.internal.jsonrpc.Messages;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the messages of a server reached over HTTP to whom they belong, whichever stream they come on. */
final class MessageRouter {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageRouter.class);

    /** Sends our answer to a request of the server. */
    interface Replies {
        void send(byte[] message) throws IOException, InterruptedException;
    }

    private final String server;
    private final ServerHandler handler;
    private final Executor executor;
    private final Replies replies;
    private final Messages messages = new Messages(true, HttpLimits.MAX_MESSAGE_BYTES);
    private final Map<Long, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();

    MessageRouter(String server, ServerHandler handler, Executor executor, Replies replies) {
        this.server = server;
        this.handler = handler;
        this.executor = executor;
        this.replies = replies;
    }

    Messages messages() {
        return messages;
    }

    /** The id under which the answer will come. */
    long expect(CompletableFuture<Answer> answer) {
        long id = lastId.incrementAndGet();
        open.put(id, answer);
        return id;
    }

    /** Takes an answer off the list; false when it has come, or failed, already. */
    boolean forget(long id) {
        return open.remove(id) != null;
    }

    void fail(long id, Throwable cause) {
        CompletableFuture<Answer> answer = open.remove(id);
        if (answer != null) {
            answer.completeExceptionally(cause);
        }
    }

    void failAll(IOException cause) {
        open.keySet().forEach(id -> fail(id, cause));
    }

    /**
     * Takes one message or a batch.
     *
     * @param during the request on whose stream it came; null on the server's own stream
     */
    void route(byte[] bytes, int offset, int length, @Nullable Outgoing during) {
        JsonNode message = messages.parse(bytes, offset, length);
        if (message == null) {
            LOGGER.debug("MCP server {} sent {} bytes that are no message", server, length);
        } else if (message.isArray()) {
            message.forEach(each -> route(each, new byte[0], during));
        } else {
            route(message, Arrays.copyOfRange(bytes, offset, offset + length), during);
        }
    }

    private void route(JsonNode message, byte[] text, @Nullable Outgoing during) {
        JsonNode id = message.path("id");
        JsonNode method = message.path("method");
        boolean hasId = id.isTextual() || id.isNumber();
        if (method.isTextual() && hasId) {
            execute(id, method.textValue(), message.path("params"), during);
        } else if (method.isTextual()) {
            notify(method.textValue(), message.path("params"));
        } else if (hasId) {
            answer(id, message, text);
        }
    }

    private void answer(JsonNode id, JsonNode message, byte[] text) {
        CompletableFuture<Answer> answer = open.remove(id.asLong());
        if (answer == null) {
            LOGGER.debug("MCP server {} answered to nothing that is open: {}", server, id);
            return;
        }
        JsonRpcException error = Messages.errorOf(message);
        if (error == null) {
            answer.complete(new Answer(message.path("result"), text));
        } else {
            answer.completeExceptionally(error);
        }
    }

    private void notify(String method, JsonNode params) {
        try {
            handler.onNotification(method, params);
        } catch (RuntimeException e) {
            LOGGER.warn("Handling notification {} of MCP server {} failed", method, server, e);
        }
    }

    private void execute(JsonNode id, String method, JsonNode params, @Nullable Outgoing during) {
        try {
            executor.execute(() -> reply(id, method, params, during));
        } catch (RejectedExecutionException e) {
            LOGGER.debug("Request {} of MCP server {} came after the end", method, server, e);
        }
    }

    private void reply(JsonNode id, String method, JsonNode params, @Nullable Outgoing during) {
        byte[] answer;
        try {
            answer = messages.result(id, handler.onRequest(method, params, during == null ? null : during.caller()));
        } catch (JsonRpcException e) {
            answer = messages.error(id, e);
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOGGER.warn("Request {} of MCP server {} failed", method, server, e);
            answer = messages.error(
                    id, new JsonRpcException(JsonRpcException.INTERNAL_ERROR, "Internal error in " + method));
        }
        try {
            replies.send(answer);
        } catch (IOException e) {
            LOGGER.warn("The answer to {} did not reach MCP server {}: {}", method, server, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
