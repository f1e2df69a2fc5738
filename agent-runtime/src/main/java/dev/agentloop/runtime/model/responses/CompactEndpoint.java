package dev.agentloop.runtime.model.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.ModelException;
import dev.agentloop.model.ModelCompaction;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.runtime.model.http.ModelHttp;
import dev.agentloop.runtime.model.http.WireJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;

/** {@code POST /responses/compact}: the whole conversation goes in, a shorter one comes back as one JSON document. */
final class CompactEndpoint {
    private static final MediaType JSON = MediaType.get("application/json");

    private final ModelHttp http;
    private final ItemEncoder encoder;

    CompactEndpoint(ModelHttp http, ItemEncoder encoder) {
        this.http = http;
        this.encoder = encoder;
    }

    ModelCompaction ask(ModelRequest request) throws InterruptedException {
        JsonNode answer = http.ask(http.prepareBelow("compact", RequestBody.create(body(request), JSON), Map.of()));
        List<ModelItem> items = new ArrayList<>();
        answer.path("output").forEach(item -> ForeignItems.read(item).ifPresent(items::add));
        if (items.isEmpty()) {
            throw ModelException.builder(
                            ModelException.Kind.PROTOCOL, http.host() + " answered the compaction without an item")
                    .build();
        }
        return new ModelCompaction(items, ResponseEnd.usage(answer.path("usage")));
    }

    private byte[] body(ModelRequest request) {
        EncodedInput input = EncodedInput.EMPTY.with(request.input(), encoder, request::reportUnsupported);
        ByteOutput out = new ByteOutput(input.length() + 4096);
        try (JsonGenerator json = WireJson.generator(out)) {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            if (!request.instructions().isEmpty()) {
                json.writeStringField("instructions", CleanText.of(request.instructions()));
            }
            if (!request.cacheKey().isEmpty()) {
                json.writeStringField("prompt_cache_key", request.cacheKey());
            }
            json.writeFieldName("input");
            json.writeRawValue("[" + new String(input.bytes(), 0, input.length(), StandardCharsets.UTF_8) + "]");
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the request: " + e.getMessage(), e);
        }
        return Arrays.copyOf(out.array(), out.size());
    }
}
