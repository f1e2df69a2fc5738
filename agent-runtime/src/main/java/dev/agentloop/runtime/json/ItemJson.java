package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.TokenUsage;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.tool.ToolOutput;

/**
 * The stored form of items, questions, answers and outputs: {@code {"version":1,"type":"message",…}}. Members have the
 * names of the record components, enums are lower case, empty members are left out, unknown members are ignored. What one
 * version wrote, later ones read. All methods throw {@link IllegalArgumentException} naming the place.
 */
public final class ItemJson {
    /** The version written. */
    public static final int VERSION = 1;

    private ItemJson() {}

    /** @throws IllegalArgumentException for an item of an own class without an opaque form */
    public static String modelItemToJson(ModelItem item) {
        return write(item);
    }

    /** Reads what {@link #modelItemToJson} wrote. A kind of a later version becomes a hosted item that keeps its form. */
    public static ModelItem modelItemFromJson(String json) {
        return read("model item", json, ModelItem.class);
    }

    /** @throws IllegalArgumentException for an item of an own class that is no record, or takes the name of another kind */
    public static String turnItemToJson(TurnItem item) {
        return write(item);
    }

    /** Reads what {@link #turnItemToJson} wrote. A tool's own kind, or one of a later version, becomes an {@link UnknownItem}. */
    public static TurnItem turnItemFromJson(String json) {
        return read("turn item", json, TurnItem.class);
    }

    /** Writes a question. */
    public static String approvalRequestToJson(ApprovalRequest request) {
        return write(request);
    }

    /** Reads a question; a kind of a later version becomes an {@link UnknownApproval}. */
    public static ApprovalRequest approvalRequestFromJson(String json) {
        return read("approval request", json, ApprovalRequest.class);
    }

    /** Writes an answer. */
    public static String approvalDecisionToJson(ApprovalDecision decision) {
        return write(decision);
    }

    /** Reads an answer. */
    public static ApprovalDecision approvalDecisionFromJson(String json) {
        return read("approval decision", json, ApprovalDecision.class);
    }

    /** Writes the output of a tool. */
    public static String toolOutputToJson(ToolOutput output) {
        return write(output);
    }

    /** Reads the output of a tool. */
    public static ToolOutput toolOutputFromJson(String json) {
        return read("tool output", json, ToolOutput.class);
    }

    /** Writes a usage. */
    public static String tokenUsageToJson(TokenUsage usage) {
        return write(usage);
    }

    /** Reads a usage. */
    public static TokenUsage tokenUsageFromJson(String json) {
        return read("token usage", json, TokenUsage.class);
    }

    private static String write(Object value) {
        return Json.writeStored(Versions.add(VERSION, Json.toStoredTree(value)));
    }

    private static <T> T read(String what, String json, Class<T> type) {
        JsonNode node = Versions.remove(what, VERSION, Json.storedTree(json));
        return Json.bindStored(node, type);
    }
}
