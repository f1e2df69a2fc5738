package dev.agentloop.mcp.client;

import dev.agentloop.internal.jsonrpc.Answer;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.mcp.protocol.ListTools;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * All tools of a server.
 *
 * @param tools in the server's order
 * @param unusable what was left out and why, for people
 */
public record ToolList(List<ListTools.Tool> tools, List<String> unusable) {
    private static final int MOST_PAGES = 1_000;

    public ToolList {
        tools = List.copyOf(tools);
        unusable = List.copyOf(unusable);
    }

    /**
     * Reads all pages of the list; nothing when the server says that it has no tools.
     *
     * @param timeout for all pages together
     * @throws McpException when the list cannot be had or does not end
     */
    public static ToolList read(McpClient client, Duration timeout) throws McpException, InterruptedException {
        if (!client.server().offers("tools")) {
            return new ToolList(List.of(), List.of());
        }
        try {
            return pages(client, Deadline.in(timeout));
        } catch (JsonRpcException e) {
            throw new McpException(
                    "it answered " + ListTools.METHOD + " with error " + e.code() + ": " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new McpException("it has not told its tools within " + timeout.toMillis() + " ms", e);
        } catch (IOException e) {
            throw new McpException(
                    client.howItEnded().map(how -> "it " + how).orElse(String.valueOf(e.getMessage())), e);
        }
    }

    private static ToolList pages(McpClient client, Deadline deadline)
            throws JsonRpcException, IOException, TimeoutException, InterruptedException, McpException {
        List<ListTools.Tool> tools = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        Set<String> cursors = new HashSet<>();
        @Nullable String cursor = null;
        do {
            Answer answer = client.request(
                    ListTools.METHOD, ListTools.params(cursor), Duration.ofNanos(deadline.remainingNanos()));
            ListTools.Page page = ListTools.page(answer.result(), answer.line());
            tools.addAll(page.tools());
            unusable.addAll(page.unusable());
            cursor = page.nextCursor();
            if (cursor != null && (!cursors.add(cursor) || cursors.size() > MOST_PAGES)) {
                throw new McpException(
                        "its list of tools does not end: page '" + cursor + "' comes again or is too many", null);
            }
        } while (cursor != null);
        return new ToolList(tools, unusable);
    }
}
