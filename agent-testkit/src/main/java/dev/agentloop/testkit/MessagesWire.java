package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Anthropic Messages. */
final class MessagesWire implements ScriptedWire {
    static final MessagesWire INSTANCE = new MessagesWire();

    // Inside a text its quotes would be escaped.
    private static final Pattern CACHE_MARKER = Pattern.compile(",\"cache_control\":\\{[^}]*}");

    private MessagesWire() {}

    @Override
    public String path() {
        return "/messages";
    }

    @Override
    public String requestIdHeader() {
        return "request-id";
    }

    @Override
    public List<Frame> render(List<Sse> script, int number, String model) {
        return MessagesRenderer.render(script, number, model);
    }

    @Override
    public String refusal(int status, String code, String message) {
        String type = switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            default -> MessagesErrors.type(code, status);
        };
        return MessagesErrors.error(type, MessagesErrors.message(code, message)).toString();
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
            List<String> texts = InputEntry.texts(content);
            if (!texts.isEmpty()) {
                entries.add(new InputEntry(role, "", texts));
            }
            for (JsonNode block : content) {
                addBlock(block, entries);
            }
        }
        return entries;
    }

    private static void addBlock(JsonNode block, List<InputEntry> entries) {
        String type = block.path("type").asText();
        switch (type) {
            case "text" -> {
                // Part of the message.
            }
            case "tool_use" ->
                entries.add(new InputEntry(InputEntry.CALL, block.path("id").asText(), List.of()));
            case "tool_result" ->
                entries.add(new InputEntry(
                        InputEntry.OUTPUT,
                        block.path("tool_use_id").asText(),
                        InputEntry.texts(block.path("content"))));
            case "thinking", "redacted_thinking" -> entries.add(new InputEntry(InputEntry.REASONING, "", List.of()));
            default -> entries.add(new InputEntry(type, "", List.of()));
        }
    }

    @Override
    public byte[] prompt(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return CACHE_MARKER.matcher(text).replaceAll("").getBytes(StandardCharsets.UTF_8);
    }
}
