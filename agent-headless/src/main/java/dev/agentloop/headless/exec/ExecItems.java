package dev.agentloop.headless.exec;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.event.HostedItem;
import dev.agentloop.event.TurnItem;
import dev.agentloop.event.TurnItem.Status;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.util.Optional;
import java.util.stream.Collectors;

/** The form of items in the vocabulary. An item that it has no word for has no form. */
final class ExecItems {
    private static final String MCP = "mcp__";

    /** The server named for tools of the agent itself, which the vocabulary only knows as tools of servers. */
    private static final String OWN_SERVER = "agent";

    private ExecItems() {}

    static Optional<ObjectNode> of(TurnItem item) {
        if (item instanceof TurnItem.AgentMessage message) {
            return Optional.of(ExecJson.object("agent_message").put("text", message.text()));
        }
        if (item instanceof TurnItem.Reasoning reasoning) {
            String text = reasoning.summary().isEmpty() ? reasoning.text() : reasoning.summary();
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(ExecJson.object("reasoning").put("text", text));
        }
        if (item instanceof TurnItem.CommandExecution command) {
            return Optional.of(command(command));
        }
        if (item instanceof TurnItem.FileChange change) {
            return Optional.of(fileChange(change));
        }
        if (item instanceof TurnItem.PlanUpdate plan) {
            return Optional.of(todoList(plan));
        }
        if (item instanceof TurnItem.ToolInvocation call) {
            return Optional.of(toolCall(call));
        }
        if (item instanceof HostedItem.WebSearch search) {
            return Optional.of(ExecJson.object("web_search").put("query", String.join(", ", search.queries())));
        }
        if (item instanceof HostedItem.RemoteMcpCall call) {
            return Optional.of(remoteCall(call));
        }
        return Optional.empty();
    }

    static ObjectNode error(String message) {
        return ExecJson.object("error").put("message", message);
    }

    private static ObjectNode command(TurnItem.CommandExecution command) {
        ObjectNode node = ExecJson.object("command_execution")
                .put("command", command.argv().stream().map(ExecItems::quote).collect(Collectors.joining(" ")))
                .put("aggregated_output", command.output());
        command.exitCode().ifPresent(code -> node.put("exit_code", code));
        return node.put("status", status(command.status()));
    }

    private static ObjectNode fileChange(TurnItem.FileChange change) {
        ObjectNode node = ExecJson.object("file_change");
        ArrayNode changes = node.putArray("changes");
        for (TurnItem.FileChange.Change file : change.changes()) {
            String kind = switch (file.kind()) {
                case ADDED -> "add";
                case UPDATED -> "update";
                case DELETED -> "delete";
            };
            changes.addObject().put("path", file.path().toString()).put("kind", kind);
        }
        return node.put("status", status(change.status()));
    }

    private static ObjectNode todoList(TurnItem.PlanUpdate plan) {
        ObjectNode node = ExecJson.object("todo_list");
        ArrayNode items = node.putArray("items");
        plan.steps()
                .forEach(step -> items.addObject()
                        .put("text", step.text())
                        .put("completed", step.status().equals("completed")));
        return node;
    }

    private static ObjectNode toolCall(TurnItem.ToolInvocation call) {
        String name = call.toolName();
        int split = name.startsWith(MCP) ? name.indexOf("__", MCP.length()) : -1;
        ObjectNode node = ExecJson.object("mcp_tool_call")
                .put("server", split < 0 ? OWN_SERVER : name.substring(MCP.length(), split))
                .put("tool", split < 0 ? name : name.substring(split + 2));
        node.set("arguments", ExecJson.parsed(call.argumentsJson()));
        if (call.status() == Status.COMPLETED) {
            call.output().ifPresent(output -> node.set("result", result(output)));
        } else if (call.status() != Status.IN_PROGRESS) {
            String message = call.output().map(ToolOutput::text).orElse("The call ended as " + call.status());
            node.putObject("error").put("message", message);
        }
        return node.put("status", status(call.status()));
    }

    private static ObjectNode result(ToolOutput output) {
        ObjectNode result = ExecJson.object();
        ArrayNode content = result.putArray("content");
        output.content().forEach(part -> content.add(content(part)));
        result.set(
                "structured_content",
                output.structuredJson().map(ExecJson::parsed).orElse(null));
        return result;
    }

    /** A content block as MCP has them. */
    private static ObjectNode content(Content part) {
        if (part instanceof Content.Text text) {
            return ExecJson.object("text").put("text", text.text());
        }
        if (part instanceof Content.Image image) {
            return image(image.url());
        }
        String name = part instanceof Content.File file
                ? file.name()
                : part.getClass().getSimpleName();
        return ExecJson.object("text").put("text", "[" + name + "]");
    }

    private static ObjectNode image(String url) {
        int comma = url.indexOf(";base64,");
        if (url.startsWith("data:") && comma > 0) {
            return ExecJson.object("image")
                    .put("data", url.substring(comma + ";base64,".length()))
                    .put("mimeType", url.substring("data:".length(), comma));
        }
        return ExecJson.object("resource_link").put("uri", url).put("name", url);
    }

    private static ObjectNode remoteCall(HostedItem.RemoteMcpCall call) {
        ObjectNode node = ExecJson.object("mcp_tool_call")
                .put("server", call.serverLabel())
                .put("tool", call.toolName());
        node.set("arguments", ExecJson.parsed(call.argumentsJson()));
        if (call.error().isEmpty()) {
            node.set("result", result(ToolOutput.text(call.output())));
        } else {
            node.putObject("error").put("message", call.error());
        }
        return node.put("status", call.error().isEmpty() ? "completed" : "failed");
    }

    private static String status(Status status) {
        return switch (status) {
            case IN_PROGRESS -> "in_progress";
            case COMPLETED -> "completed";
            case FAILED, DENIED, INTERRUPTED -> "failed";
        };
    }

    /** A word as a shell reads it back. */
    private static String quote(String word) {
        boolean plain = !word.isEmpty()
                && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-./:=@%+,".indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
