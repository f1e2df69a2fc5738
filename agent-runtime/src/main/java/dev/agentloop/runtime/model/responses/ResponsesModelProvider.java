package dev.agentloop.runtime.model.responses;

import dev.agentloop.ModelException;
import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelCompaction;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.ModelHttp;
import dev.agentloop.runtime.model.http.WireStream;
import dev.agentloop.runtime.model.responses.StoredConversations.Part;
import dev.agentloop.spi.ModelProvider;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Speaks OpenAI Responses to one endpoint. Blocking, on the caller's thread. A request is sent once; only when the
 * service says that it has forgotten the conversation, or that the account may not have reasoning summaries, is it put
 * differently and sent again, since the first form was never worked on.
 */
public final class ResponsesModelProvider implements ModelProvider, AutoCloseable {
    /** The name of this wire; it is stored with the items that came over it. */
    public static final String ID = "responses";

    private static final ModelItem COMPACTION_TRIGGER = ofService("{\"type\":\"compaction_trigger\"}");

    private final ModelEndpoint endpoint;
    private final ModelHttp http;
    private final KnownModels models;
    private final RequestWriter writer;
    private final CompactEndpoint compactEndpoint;
    private final @Nullable StoredConversations stored;
    private volatile boolean summaryRefused;

    /**
     * A client of this endpoint.
     *
     * @param apiKey asked before each request; empty when none is sent
     */
    public ResponsesModelProvider(ModelEndpoint endpoint, Optional<Supplier<String>> apiKey) {
        this.endpoint = endpoint;
        this.http = new ModelHttp(endpoint, "responses", "Authorization", "Bearer ", apiKey);
        this.compactEndpoint = new CompactEndpoint(http, new ItemEncoder(ID));
        this.models = new KnownModels(endpoint);
        this.writer = new RequestWriter(ID, ExtraParameters.of(endpoint, RequestWriter.OWN_MEMBERS));
        this.stored = endpoint.serverStoredResponses() ? new StoredConversations() : null;
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
        Part part = stored == null ? Part.everything(request) : stored.newPart(request);
        try {
            return send(request, part, dialect(request));
        } catch (ModelException e) {
            if (stored != null && part.previousResponse().isPresent() && isForgotten(e)) {
                stored.forget(request);
                return send(request, Part.everything(request), dialect(request));
            }
            if (!summaryRefused && isSummaryRefused(e)) {
                summaryRefused = true;
                request.reportUnsupported("reasoning summary", "the service refuses it for this account or model");
                return send(request, part, dialect(request));
            }
            throw e;
        }
    }

    @Override
    public Optional<ModelCompaction> compact(ModelRequest request) throws InterruptedException {
        return endpoint.serverCompaction() ? Optional.of(compactEndpoint.ask(request)) : Optional.empty();
    }

    @Override
    public Optional<ModelItem> compactionTrigger() {
        return endpoint.serverCompaction() ? Optional.of(COMPACTION_TRIGGER) : Optional.empty();
    }

    /** Closes idle connections. */
    @Override
    public void close() {
        http.close();
    }

    private static ModelItem ofService(String json) {
        return new ModelItem.Hosted(
                new HostedItem.Unknown("", "compaction_trigger", "", json), Optional.of(new Opaque(ID, json)));
    }

    @Override
    public String toString() {
        return "ResponsesModelProvider[" + http.host() + "]";
    }

    private ModelStream send(ModelRequest request, Part part, Dialect dialect) throws InterruptedException {
        RequestBytes body = writer.write(request, dialect, part.items(), part.previousResponse());
        Call call = http.prepare(body);
        Response response = http.open(call);
        writer.keep(request, body);
        ResponseReader reader = new ResponseReader(ID, http::redact, (items, completed) -> {
            if (stored != null) {
                stored.completed(request, items, completed.responseId());
            }
        });
        return new WireStream(http, call, response, reader);
    }

    private Dialect dialect(ModelRequest request) {
        ModelInfo info = models.info(request.model());
        boolean keeps = endpoint.serverStoredResponses();
        return new Dialect(
                keeps,
                !keeps && models.takesEncryptedReasoning(request.model()),
                !summaryRefused && models.givesReasoningSummary(request.model()),
                info.freeformTools(),
                info.parallelToolCalls());
    }

    private static boolean isForgotten(ModelException e) {
        return e.code().filter("previous_response_not_found"::equals).isPresent();
    }

    private static boolean isSummaryRefused(ModelException e) {
        return e.kind() == ModelException.Kind.INVALID_REQUEST
                        && String.valueOf(e.getMessage()).contains("reasoning.summary")
                || String.valueOf(e.getMessage()).contains("reasoning summaries");
    }
}
