package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** OpenAI Responses. */
final class ResponsesWire implements ScriptedWire {
    static final ResponsesWire INSTANCE = new ResponsesWire();

    private ResponsesWire() {}

    @Override
    public String path() {
        return "/responses";
    }

    @Override
    public String requestIdHeader() {
        return "x-request-id";
    }

    @Override
    public List<Frame> render(List<Sse> script, int number, String model) {
        return ResponsesRenderer.render(script, number, model);
    }

    @Override
    public String refusal(int status, String code, String message) {
        return OpenAiRefusal.body(status, code, message);
    }

    @Override
    public String inputMember() {
        return "input";
    }

    @Override
    public List<InputEntry> input(JsonNode body) {
        JsonNode input = body.path("input");
        if (input.isTextual()) {
            return List.of(InputEntry.message("user", input));
        }
        List<InputEntry> entries = new ArrayList<>();
        for (JsonNode item : input) {
            String type = item.path("type").asText("message");
            entries.add(
                    type.equals("message")
                            ? InputEntry.message(item.path("role").asText(), item.path("content"))
                            : new InputEntry(
                                    type, item.path("call_id").asText(), InputEntry.texts(item.path("output"))));
        }
        return entries;
    }
}
