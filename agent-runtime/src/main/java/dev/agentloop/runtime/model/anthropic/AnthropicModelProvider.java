package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.JsonBody;
import dev.agentloop.runtime.model.http.ModelHttp;
import dev.agentloop.runtime.model.http.WireStream;
import dev.agentloop.spi.ModelProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Response;

/**
 * The Anthropic Messages wire. Thread-safe. Blocking, on the caller's thread. Sends each request once; only an answer that
 * the service itself pauses is continued by another request.
 */
public final class AnthropicModelProvider implements ModelProvider, AutoCloseable {
    /** The name of this wire; it is stored with the items that came over it. */
    public static final String ID = "anthropic";

    private static final Map<String, String> VERSION = Map.of("anthropic-version", "2023-06-01");
    // Lets models that think by a budget think between their calls too; newer ones always do.
    private static final Map<String, String> INTERLEAVED =
            Map.of("anthropic-version", "2023-06-01", "anthropic-beta", "interleaved-thinking-2025-05-14");

    private final ModelHttp http;
    private final KnownModels models;
    private final RequestWriter writer;

    /**
     * A client of this endpoint.
     *
     * @param apiKey asked before each request; empty when none is sent
     */
    public AnthropicModelProvider(ModelEndpoint endpoint, Optional<Supplier<String>> apiKey) {
        this.http = new ModelHttp(endpoint, "messages", "x-api-key", "", apiKey);
        this.models = new KnownModels(endpoint);
        this.writer = new RequestWriter(ID, ExtraParameters.of(endpoint, RequestWriter.OWN_MEMBERS));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public ModelInfo info(String model) {
        return models.info(model);
    }

    @Override
    public ModelStream open(ModelRequest request) throws InterruptedException {
        AtomicInteger items = new AtomicInteger();
        Supplier<String> itemIds = () -> "item_" + items.getAndIncrement();
        // Only tools of the service make it pause.
        return request.hostedTools().isEmpty()
                ? send(request, itemIds, stop -> {})
                : new ContinuedStream((answer, opening) -> send(continued(request, answer), itemIds, opening));
    }

    /** Counts with the service's own counter; empty where it has none. */
    @Override
    public OptionalLong countTokens(ModelRequest request) throws InterruptedException {
        ModelInfo info = info(request.model());
        Call call = http.prepareBelow(
                "count_tokens", new JsonBody(writer.writeForCount(request, info)), headers(request, info));
        try {
            JsonNode answer = http.ask(call);
            return answer.path("input_tokens").isIntegralNumber()
                    ? OptionalLong.of(answer.path("input_tokens").longValue())
                    : OptionalLong.empty();
        } catch (ModelException e) {
            if (e.kind() == ModelException.Kind.NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /** Closes idle connections. */
    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "AnthropicModelProvider[" + http.host() + "]";
    }

    private ModelStream send(ModelRequest request, Supplier<String> itemIds, Consumer<Runnable> opening)
            throws InterruptedException {
        ModelInfo info = info(request.model());
        Call call = http.prepare(new JsonBody(writer.write(request, info)), headers(request, info));
        opening.accept(call::cancel);
        Response response = http.open(call);
        return new WireStream(http, call, response, new EventParser(ID, http::redact, itemIds));
    }

    private Map<String, String> headers(ModelRequest request, ModelInfo info) {
        boolean claude = KnownModels.versionOf(request.model()) > 0;
        return claude && writer.thought(request, info).mode() == Thought.Mode.BUDGET ? INTERLEAVED : VERSION;
    }

    private static ModelRequest continued(ModelRequest request, List<ModelItem> answer) {
        List<ModelItem> input = new ArrayList<>(request.input());
        input.addAll(answer);
        return ModelRequest.builder(request.model())
                .instructions(request.instructions())
                .input(input)
                .tools(request.tools())
                .hostedTools(request.hostedTools())
                .effort(request.effort())
                .outputSchema(request.outputSchema())
                .cacheKey(request.cacheKey())
                .onUnsupported(request::reportUnsupported)
                .build();
    }
}
