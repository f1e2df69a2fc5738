package dev.agentloop.runtime.model.chat;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.JsonBody;
import dev.agentloop.runtime.model.http.ModelHttp;
import dev.agentloop.runtime.model.http.WireStream;
import dev.agentloop.spi.ModelProvider;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Response;

/**
 * The Chat Completions wire. Thread-safe.
 *
 * <p>Sends each request once. The services that speak this wire agree on little more than its core, so nothing beyond
 * it is sent unless the request asks for it; what only OpenAI knows goes to OpenAI alone.
 */
public final class ChatModelProvider implements ModelProvider, AutoCloseable {
    /** The name of this wire; it is stored with the items that came over it. */
    public static final String ID = "chat";

    private static final String OPENAI = "api.openai.com";

    private final ModelEndpoint endpoint;
    private final ModelHttp http;
    private final RequestWriter writer;

    /**
     * A client of this endpoint.
     *
     * @param apiKey asked before each request; empty when none is sent
     */
    public ChatModelProvider(ModelEndpoint endpoint, Optional<Supplier<String>> apiKey) {
        this.endpoint = endpoint;
        this.http = new ModelHttp(endpoint, "chat/completions", "Authorization", "Bearer ", apiKey);
        this.writer = new RequestWriter(
                ID,
                OPENAI.equals(endpoint.baseUrl().getHost()),
                ExtraParameters.of(endpoint, RequestWriter.OWN_MEMBERS));
    }

    @Override
    public String id() {
        return ID;
    }

    /** What the application says about the model. Freeform tools do not exist on this wire, whatever the model can. */
    @Override
    public ModelInfo info(String model) {
        for (ModelInfo info : endpoint.models()) {
            if (info.id().equals(model)) {
                return new ModelInfo(
                        info.id(), info.contextWindowTokens(), info.maxOutputTokens(), false, info.parallelToolCalls());
            }
        }
        return ModelInfo.unknown(model);
    }

    @Override
    public ModelStream open(ModelRequest request) throws InterruptedException {
        Call call = http.prepare(
                new JsonBody(writer.write(request, info(request.model()).parallelToolCalls())));
        Response response = http.open(call);
        return new WireStream(http, call, response, new EventParser(ID, http::redact));
    }

    /** Closes idle connections. */
    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "ChatModelProvider[" + http.host() + "]";
    }
}
