package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.StrictSchema;
import dev.agentloop.runtime.model.http.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Writes request bodies as head + input + tail. The head holds what stays the same in a session, the tail what may
 * change from request to request, so that the body up to the end of a common input is the same, byte for byte, in all
 * requests of a session and of sessions that continue it. Thread-safe.
 */
final class RequestWriter {
    /** Members that no one else may set. */
    static final Set<String> OWN_MEMBERS = Set.of(
            "model",
            "instructions",
            "input",
            "tools",
            "stream",
            "store",
            "include",
            "parallel_tool_calls",
            "previous_response_id",
            "prompt_cache_key");

    private final ItemEncoder encoder;
    private final ExtraParameters extra;
    private final EncodedInputs cache = new EncodedInputs();

    RequestWriter(String providerId, ExtraParameters extra) {
        this.extra = extra;
        this.encoder = new ItemEncoder(providerId);
    }

    /**
     * Writes a request.
     *
     * @param input the items to send: the request's, or only new ones when the service keeps the others
     * @param previousResponse the response that the input continues
     */
    RequestBytes write(
            ModelRequest request, Dialect dialect, List<ModelItem> input, Optional<String> previousResponse) {
        RequestBytes last = cache.get(request.cacheKey());
        RequestHead head =
                last != null && last.head().fits(request, dialect) ? last.head() : RequestHead.of(request, dialect);
        EncodedInput before = last == null ? EncodedInput.EMPTY : last.input();
        EncodedInput encoded = before.with(input, encoder, request::reportUnsupported);
        return new RequestBytes(head, encoded, tail(request, dialect, previousResponse));
    }

    /** Keeps the encoding for the session's next request; called when the request is on its way. */
    void keep(ModelRequest request, RequestBytes sent) {
        cache.put(request.cacheKey(), sent);
    }

    private byte[] tail(ModelRequest request, Dialect dialect, Optional<String> previousResponse) {
        ByteOutput out = new ByteOutput(128);
        try (JsonGenerator json = WireJson.generator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("input");
            json.writeEndArray();
            writeTail(request, dialect, previousResponse, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the request: " + e.getMessage(), e);
        }
        int skipped = "{\"input\":[".length();
        byte[] bytes = new byte[out.size() - skipped];
        System.arraycopy(out.array(), skipped, bytes, 0, bytes.length);
        return bytes;
    }

    private void writeTail(ModelRequest request, Dialect dialect, Optional<String> previousResponse, JsonGenerator json)
            throws IOException {
        if (!extra.has("reasoning") && (request.effort().isPresent() || dialect.reasoningSummary())) {
            json.writeObjectFieldStart("reasoning");
            if (request.effort().isPresent()) {
                json.writeStringField("effort", request.effort().get().name().toLowerCase(Locale.ROOT));
            }
            if (dialect.reasoningSummary()) {
                json.writeStringField("summary", "auto");
            }
            json.writeEndObject();
        }
        if (!extra.has("text") && request.outputSchema().isPresent()) {
            json.writeObjectFieldStart("text");
            json.writeObjectFieldStart("format");
            json.writeStringField("type", "json_schema");
            json.writeStringField("name", "output");
            json.writeFieldName("schema");
            RequestHead.writeSchema(request.outputSchema().get(), json);
            json.writeBooleanField(
                    "strict", StrictSchema.allows(request.outputSchema().get()));
            json.writeEndObject();
            json.writeEndObject();
        }
        if (previousResponse.isPresent()) {
            json.writeStringField("previous_response_id", previousResponse.get());
        }
        if (!request.cacheKey().isEmpty()) {
            json.writeStringField("prompt_cache_key", request.cacheKey());
        }
        extra.write(json);
    }
}
