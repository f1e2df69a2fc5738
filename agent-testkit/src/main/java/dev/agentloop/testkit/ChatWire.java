package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** OpenAI Chat Completions. */
final class ChatWire implements ScriptedWire {
    static final ChatWire INSTANCE = new ChatWire();

    private ChatWire() {}

    @Override
    public String path() {
        return "/chat/completions";
    }

    @Override
    public String requestIdHeader() {
        return "x-request-id";
    }

    @Override
    public List<Frame> render(List<Sse> script, int number, String model) {
        return ChatRenderer.render(script, number, model);
    }

    @Override
    public String refusal(int status, String code, String message) {
        return OpenAiRefusal.body(status, code, message);
    }

    @Override
    public String inputMember() {
        return "messages";
    }

    @Override
    public List<InputEntry> input(JsonNode body) {
        List<InputEntry> entries = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            JsonNode content = message.path("content");
            if (role.equals("tool")) {
                String callId = message.path("tool_call_id").asText();
                entries.add(new InputEntry(InputEntry.OUTPUT, callId, InputEntry.texts(content)));
            } else {
                if (!content.isNull() && !content.isMissingNode()) {
                    entries.add(InputEntry.message(role, content));
                }
                for (JsonNode call : message.path("tool_calls")) {
                    entries.add(new InputEntry(InputEntry.CALL, call.path("id").asText(), List.of()));
                }
            }
        }
        return entries;
    }
}
