package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A request that {@link ScriptedModelServer} received, byte for byte. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RecordedRequest {
    private final String method;
    private final String target;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private volatile @Nullable JsonNode parsed;

    RecordedRequest(String method, String target, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.target = target;
        this.headers = Collections.unmodifiableMap(headers);
        this.body = body;
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The path, without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The query without its question mark; empty when there is none. */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** All headers, names in lower case, values in the order they came. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value of a header; the name's case does not matter. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The body as it came. */
    public byte[] bodyBytes() {
        return body.clone();
    }

    /** The body as text. */
    public String body() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The value at a JSON pointer such as {@code /input/0/content/0/text}: a text as it is, anything else as JSON.
     *
     * @throws AssertionError when there is nothing
     */
    public String at(String pointer) {
        return Json.text(node(pointer));
    }

    /**
     * The whole number at a JSON pointer.
     *
     * @throws AssertionError when there is none
     */
    public long numberAt(String pointer) {
        JsonNode node = node(pointer);
        if (!node.isIntegralNumber()) {
            throw new AssertionError("At " + pointer + " stands no whole number but " + node);
        }
        return node.longValue();
    }

    /** Whether there is something at a JSON pointer. */
    public boolean has(String pointer) {
        return !json().at(pointer).isMissingNode();
    }

    /**
     * The types of all input items, in order, as Responses names them whatever the wire; messages are named by their
     * role.
     */
    public List<String> inputTypes() {
        return input().stream().map(InputEntry::type).toList();
    }

    /** The texts of all input messages, in order. */
    public List<String> inputTexts() {
        return input().stream()
                .filter(InputEntry::isMessage)
                .flatMap(entry -> entry.texts().stream())
                .toList();
    }

    /** The names of the offered tools, in order; the service's own tools by their type. */
    public List<String> toolNames() {
        return StreamSupport.stream(json().path("tools").spliterator(), false)
                .map(tool -> tool.has("function") ? tool.path("function") : tool)
                .map(tool -> tool.path("name").asText(tool.path("type").asText()))
                .toList();
    }

    /**
     * The output sent back for a call, its text parts joined by line ends.
     *
     * @throws AssertionError when the request has none for this call
     */
    public String toolOutput(String callId) {
        return outputs()
                .filter(output -> output.callId().equals(callId))
                .map(output -> String.join("\n", output.texts()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "No output for call " + callId + " in a request with the input " + inputTypes()));
    }

    /** The call ids of all outputs sent back, in order. */
    public List<String> toolOutputCallIds() {
        return outputs().map(InputEntry::callId).toList();
    }

    /** Whether the body is this JSON, whatever its spaces and the order of its members. */
    public boolean sameJson(String expected) {
        return json().equals(Json.parseObject(expected));
    }

    /**
     * Checks that this request repeats the input of an earlier one byte for byte before it adds its own.
     *
     * @throws AssertionError naming the first byte that differs
     */
    public void assertContinues(RecordedRequest earlier) {
        PrefixCheck.assertInputContinues(earlier, this);
    }

    /** The model asked; a fixed name when the body names none. */
    String model() {
        return PrefixCheck.topLevelText(body, "model").orElse(ScriptedModelServer.MODEL);
    }

    /** The body without what the service does not count as part of the prompt. */
    byte[] promptBytes() {
        return wire().prompt(body);
    }

    ScriptedWire wire() {
        return ScriptedWire.at(path());
    }

    private Stream<InputEntry> outputs() {
        return input().stream().filter(InputEntry::isOutput);
    }

    private List<InputEntry> input() {
        return wire().input(json());
    }

    private JsonNode node(String pointer) {
        JsonNode node = json().at(pointer);
        if (node.isMissingNode()) {
            throw new AssertionError("Nothing at " + pointer + " in " + body());
        }
        return node;
    }

    private JsonNode json() {
        JsonNode known = parsed;
        if (known == null) {
            try {
                known = Json.MAPPER.readTree(body);
            } catch (IOException e) {
                throw new AssertionError("The request's body is not JSON: " + body(), e);
            }
            parsed = known;
        }
        return known;
    }

    @Override
    public String toString() {
        return method + " " + target + " (" + body.length + " bytes)";
    }
}
