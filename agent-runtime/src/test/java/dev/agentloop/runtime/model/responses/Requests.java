package dev.agentloop.runtime.model.responses;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.runtime.model.FaultServer;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Requests and what comes back, for the tests of this package. */
final class Requests {
    static final List<ToolSpec> TOOLS = List.of(
            ToolSpec.builder("read_file")
                    .description("Reads a file")
                    .inputSchema("{\"type\":\"object\", \"properties\":{\"path\":{\"type\":\"string\"}}}")
                    .build(),
            ToolSpec.builder("apply_patch")
                    .description("Changes files")
                    .inputSchema("{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}}}")
                    .grammar("start: /.+/")
                    .build());

    private Requests() {}

    static ModelEndpoint.Builder endpoint(FaultServer server) {
        return ModelEndpoint.responses(server.url());
    }

    static ResponsesModelProvider provider(ModelEndpoint endpoint) {
        return new ResponsesModelProvider(endpoint, endpoint.apiKey());
    }

    static ModelRequest hello() {
        return session(List.of(user("Hello")));
    }

    static ModelRequest session(List<ModelItem> input) {
        return session("session-1", input);
    }

    static ModelRequest session(String key, List<ModelItem> input) {
        return ModelRequest.builder("test-model")
                .instructions("Be brief")
                .tools(TOOLS)
                .input(input)
                .cacheKey(key)
                .build();
    }

    static ModelItem user(String text) {
        return ModelItem.Message.of(ModelItem.Role.USER, text);
    }

    static ModelItem output(String callId, String text) {
        return new ModelItem.CallOutput(callId, ModelItem.Call.Form.FUNCTION, ToolOutput.text(text), Optional.empty());
    }

    /** Everything up to the end of the stream. */
    static List<ModelEvent> readAll(ModelStream stream) throws InterruptedException {
        List<ModelEvent> events = new ArrayList<>();
        try (stream) {
            for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        }
        return events;
    }

    static List<ModelItem> items(List<ModelEvent> events) {
        return events.stream()
                .filter(ModelEvent.ItemDone.class::isInstance)
                .map(event -> ((ModelEvent.ItemDone) event).item())
                .toList();
    }
}
