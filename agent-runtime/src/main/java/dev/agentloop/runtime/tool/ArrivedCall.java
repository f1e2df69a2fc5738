package dev.agentloop.runtime.tool;

import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.tool.ToolArgumentException;
import dev.agentloop.tool.ToolCall;

/** A call as its tool sees it. */
record ArrivedCall(String callId, String name, String argumentsJson, String input) implements ToolCall {
    static ArrivedCall of(ModelItem.Call call) {
        if (call.form() == ModelItem.Call.Form.FREEFORM) {
            return new ArrivedCall(
                    call.callId(),
                    call.name(),
                    Json.write(Json.object().put("input", call.arguments())),
                    call.arguments());
        }
        return new ArrivedCall(call.callId(), call.name(), call.arguments(), "");
    }

    @Override
    public String input() {
        if (!input.isEmpty()) {
            return input;
        }
        try {
            return Json.tree(argumentsJson).path("input").asText();
        } catch (IllegalArgumentException notJson) {
            return ""; // such arguments never reach a tool: the check before it refuses them
        }
    }

    @Override
    public <T> T arguments(Class<T> type) {
        try {
            return Json.read(argumentsJson, type);
        } catch (IllegalArgumentException e) {
            throw new ToolArgumentException("The arguments do not fit: " + e.getMessage());
        }
    }
}
