package dev.agentloop.testkit.tck;

import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the groups of {@link ModelProviderTck} share: a server, a provider and ways to read. */
abstract class ModelTckBase {
    /** The name that requests of the kit ask for. */
    protected static final String MODEL = "tck-model";

    private @Nullable ScriptedModelServer server;
    private @Nullable ModelProvider provider;

    /**
     * The provider to test.
     *
     * @param baseUrl address of the service, ending in {@code /v1}; it takes any key
     */
    protected abstract ModelProvider provider(URI baseUrl);

    /** The wire that the provider speaks; default Responses. */
    protected Wire wire() {
        return Wire.RESPONSES;
    }

    /** The body the provider should send for {@link #sampleRequest()}; compared as JSON. Empty: not compared. */
    protected Optional<String> goldenRequest() {
        return Optional.empty();
    }

    /** A request that uses everything a request can say. */
    protected static ModelRequest sampleRequest() {
        return ModelRequest.builder(MODEL)
                .instructions("Be brief.")
                .input(List.of(
                        ModelItem.Message.of(ModelItem.Role.DEVELOPER, "Rules."),
                        ModelItem.Message.of(ModelItem.Role.USER, "What is 1 + 2?"),
                        new ModelItem.Call(
                                "",
                                "call_1",
                                "add",
                                ModelItem.Call.Form.FUNCTION,
                                "{\"a\":1,\"b\":2}",
                                Optional.empty()),
                        new ModelItem.CallOutput(
                                "call_1", ModelItem.Call.Form.FUNCTION, ToolOutput.text("3"), Optional.empty())))
                .tools(List.of(tool("zebra"), tool("add")))
                .effort(Optional.of(ReasoningEffort.LOW))
                .outputSchema(Optional.of(
                        new JsonSchema("{\"type\":\"object\",\"properties\":{\"sum\":{\"type\":\"integer\"}},"
                                + "\"required\":[\"sum\"],\"additionalProperties\":false}")))
                .cacheKey("session-1")
                .build();
    }

    static ToolSpec tool(String name) {
        return ToolSpec.builder(name)
                .description("The tool " + name + ".")
                .inputSchema(
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"additionalProperties\":false}")
                .build();
    }

    /** Starts a fresh service. */
    @BeforeEach
    void startServer() {
        server = ScriptedModelServer.start();
        provider = provider(server.url());
    }

    /** Ends both. */
    @AfterEach
    void stopServer() throws Exception {
        if (provider instanceof AutoCloseable closeable) {
            closeable.close();
        }
        if (server != null) {
            server.close();
        }
    }

    ScriptedModelServer server() {
        return java.util.Objects.requireNonNull(server, "server");
    }

    ModelProvider provider() {
        return java.util.Objects.requireNonNull(provider, "provider");
    }

    static ModelRequest request(ModelItem... input) {
        List<ModelItem> items =
                input.length > 0 ? List.of(input) : List.of(ModelItem.Message.of(ModelItem.Role.USER, "Hi"));
        return ModelRequest.builder(MODEL).input(items).build();
    }

    /** All events of one response that says this. */
    List<ModelEvent> exchange(Sse... words) throws InterruptedException {
        server().respond(words);
        return read();
    }

    /** All events of the next response. */
    List<ModelEvent> read() throws InterruptedException {
        List<ModelEvent> events = new ArrayList<>();
        readInto(events);
        return events;
    }

    /** Reads the next response; what was read before a failure stays in the list. */
    void readInto(List<ModelEvent> events) throws InterruptedException {
        try (ModelStream stream = provider().open(request())) {
            for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        }
    }

    /** The first event of a kind that a running stream hands out. */
    static <E extends ModelEvent> E next(ModelStream stream, Class<E> kind) throws InterruptedException {
        for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
        throw new AssertionError("The stream ended without a " + kind.getSimpleName());
    }

    static <E extends ModelEvent> List<E> events(List<ModelEvent> all, Class<E> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static <I extends ModelItem> List<I> items(List<ModelEvent> all, Class<I> kind) {
        return events(all, ModelEvent.ItemDone.class).stream()
                .map(ModelEvent.ItemDone::item)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    static ModelEvent.Completed completed(List<ModelEvent> all) {
        if (all.isEmpty() || !(all.get(all.size() - 1) instanceof ModelEvent.Completed completed)) {
            throw new AssertionError("The last event is not the completion: " + all);
        }
        return completed;
    }
}
