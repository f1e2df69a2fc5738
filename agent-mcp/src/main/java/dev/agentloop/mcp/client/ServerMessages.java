package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.mcp.protocol.LogMessage;
import dev.agentloop.mcp.protocol.Progress;
import dev.agentloop.mcp.transport.ServerHandler;
import dev.agentloop.tool.ToolContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server says by itself: its questions are answered, its news are passed on. */
final class ServerMessages implements ServerHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerMessages.class);
    private static final String CHANGED_SUFFIX = "/list_changed";
    private static final String NOTIFICATION_PREFIX = "notifications/";

    /** A call whose progress is listened to. */
    private record Listening(
            Consumer<String> progress, @Nullable ToolContext caller) {}

    private final String server;
    private final ServerRequests requests;
    private final Consumer<String> changes;
    private final Map<Long, Listening> running = new ConcurrentHashMap<>();

    /** @param changes is told which list of the server has changed, such as {@code tools}; must not block */
    ServerMessages(String server, ServerRequests requests, Consumer<String> changes) {
        this.server = server;
        this.requests = requests;
        this.changes = changes;
    }

    /** A call begins. Its progress comes under this token and goes to a listener, which must not block. */
    void begin(long token, Consumer<String> progress, @Nullable ToolContext caller) {
        running.put(token, new Listening(progress, caller));
    }

    /** A call has ended. */
    void end(long token) {
        running.remove(token);
    }

    /** The call that began last: a server behind pipes does not say during which call it asks. */
    private @Nullable ToolContext latestCaller() {
        return running.entrySet().stream()
                .filter(each -> each.getValue().caller() != null)
                .max(Map.Entry.comparingByKey())
                .map(each -> each.getValue().caller())
                .orElse(null);
    }

    @Override
    public JsonNode onRequest(String method, JsonNode params, @Nullable ToolContext caller)
            throws JsonRpcException, InterruptedException {
        return requests.answer(method, params, caller == null ? latestCaller() : caller);
    }

    @Override
    public void onNotification(String method, JsonNode params) {
        if (method.equals(Progress.METHOD)) {
            Progress step = Progress.of(params);
            Listening listening = running.get(step.token());
            if (listening != null) {
                listening.progress().accept(step.text());
            }
        } else if (method.equals(LogMessage.METHOD)) {
            LogMessage.of(params).write(server);
        } else if (method.startsWith(NOTIFICATION_PREFIX) && method.endsWith(CHANGED_SUFFIX)) {
            changes.accept(method.substring(NOTIFICATION_PREFIX.length(), method.length() - CHANGED_SUFFIX.length()));
        } else {
            LOGGER.debug("MCP server {} notifies: {}", server, method);
        }
    }
}
