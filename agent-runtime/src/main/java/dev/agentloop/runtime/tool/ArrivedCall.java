package dev.agentloop.runtime.tool;

import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.json.Json;
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
        String arguments = call.arguments().isBlank() ? "{}" : call.arguments();
        return new ArrivedCall(call.callId(), call.name(), arguments, "");
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
        return ToolArguments.bind(argumentsJson, type);
    }
}
