package dev.agentloop.runtime.json;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.event.HostedItem;
import dev.agentloop.event.TurnItem;
import java.util.Map;

/**
 * The kinds of turn items in JSON. An item of the model service whose kind this version does not know keeps the service's
 * name as its type and is marked {@code "hosted":"unknown"}; items of tools use the names the tools give.
 */
final class TurnItemKinds {
    static final Kinds<TurnItem> KINDS = new Kinds<>(
            "turn item",
            Map.ofEntries(
                    entry("user_message", TurnItem.UserMessage.class),
                    entry("agent_message", TurnItem.AgentMessage.class),
                    entry("reasoning", TurnItem.Reasoning.class),
                    entry("command_execution", TurnItem.CommandExecution.class),
                    entry("file_change", TurnItem.FileChange.class),
                    entry("tool_invocation", TurnItem.ToolInvocation.class),
                    entry("plan_update", TurnItem.PlanUpdate.class),
                    entry("context_compaction", TurnItem.ContextCompaction.class),
                    entry("web_search", HostedItem.WebSearch.class),
                    entry("file_search", HostedItem.FileSearch.class),
                    entry("code_interpreter", HostedItem.CodeInterpreter.class),
                    entry("computer_use", HostedItem.ComputerUse.class),
                    entry("image_generation", HostedItem.ImageGeneration.class),
                    entry("remote_mcp_call", HostedItem.RemoteMcpCall.class)),
            TurnItemKinds::writeOther,
            TurnItemKinds::readOther);

    private static final String UNKNOWN = "unknown";

    private TurnItemKinds() {}

    /** Reads an item where only one of the model service can stand. */
    static HostedItem readHosted(JsonNode node) {
        TurnItem item = node.path("hosted").asText("").equals(UNKNOWN)
                ? Json.bindStored(node, HostedItem.Unknown.class)
                : KINDS.read(node);
        return item instanceof HostedItem hosted
                ? hosted
                : new HostedItem.Unknown(item.id(), item.type(), "", Json.writeStored(node));
    }

    static TurnItem read(JsonNode node) {
        return node.path("hosted").asText("").equals(UNKNOWN) ? readHosted(node) : KINDS.read(node);
    }

    private static ObjectNode writeOther(TurnItem item) {
        if (item instanceof UnknownItem unknown) {
            return (ObjectNode) Json.storedTree(unknown.json());
        }
        if (item instanceof HostedItem.Unknown unknown) {
            ObjectNode node = Json.object().put("type", unknown.type()).put("hosted", UNKNOWN);
            RecordMembers.addTo(node, unknown);
            return node;
        }
        return KINDS.writeAs(item.type(), item);
    }

    private static TurnItem readOther(String type, ObjectNode node) {
        return new UnknownItem(node.path("id").asText(""), type, Json.writeStored(node));
    }
}
