package dev.agentloop.testkit;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.matching.StringValuePattern;
import java.util.function.Consumer;
import org.apiguardian.api.API;

/** Which requests a rule of {@link MatchingModelServer} is for. Immutable; conditions are joined by {@link #and}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class RequestMatch {
    private final String text;
    private final Consumer<MappingBuilder> condition;

    private RequestMatch(String text, Consumer<MappingBuilder> condition) {
        this.text = text;
        this.condition = condition;
    }

    /** Every request. */
    public static RequestMatch any() {
        return new RequestMatch("any", mapping -> {});
    }

    /** Requests whose body contains a text as it is. */
    public static RequestMatch bodyContains(String part) {
        return new RequestMatch("body contains " + part, mapping -> mapping.withRequestBody(WireMock.containing(part)));
    }

    /** Requests whose body has something at a JSON path such as {@code $.tools[?(@.name == 'add')]}. */
    public static RequestMatch has(String jsonPath) {
        return new RequestMatch(
                "has " + jsonPath, mapping -> mapping.withRequestBody(WireMock.matchingJsonPath(jsonPath)));
    }

    /** Requests whose body has this text at a JSON path. */
    public static RequestMatch textAt(String jsonPath, String value) {
        return new RequestMatch(
                jsonPath + " is " + value,
                mapping -> mapping.withRequestBody(WireMock.matchingJsonPath(jsonPath, WireMock.equalTo(value))));
    }

    /** Requests that answer this call. */
    public static RequestMatch answers(String callId) {
        return new RequestMatch("answers " + callId, mapping -> mapping.withRequestBody(answer(callId)));
    }

    /** Requests that do not answer this call yet. */
    public static RequestMatch doesNotAnswer(String callId) {
        return new RequestMatch(
                "does not answer " + callId, mapping -> mapping.withRequestBody(WireMock.not(answer(callId))));
    }

    /** An output of this call, on any wire. */
    private static StringValuePattern answer(String callId) {
        return WireMock.matchingJsonPath("$.input[?(@.call_id == '" + callId + "' && @.output)]")
                .or(WireMock.matchingJsonPath("$.messages[?(@.tool_call_id == '" + callId + "')]"))
                .or(WireMock.matchingJsonPath("$.messages[*].content[?(@.tool_use_id == '" + callId + "')]"));
    }

    /** Requests of a session, by its prompt cache key, which only OpenAI's wires have. */
    public static RequestMatch session(String id) {
        return textAt("$.prompt_cache_key", id);
    }

    /** Requests with this header. */
    public static RequestMatch header(String name, String value) {
        return new RequestMatch(
                "header " + name + " is " + value, mapping -> mapping.withHeader(name, WireMock.equalTo(value)));
    }

    /** Requests for which both hold. */
    public RequestMatch and(RequestMatch other) {
        return new RequestMatch(text + " and " + other.text, condition.andThen(other.condition));
    }

    void apply(MappingBuilder mapping) {
        condition.accept(mapping);
    }

    @Override
    public String toString() {
        return "RequestMatch[" + text + "]";
    }
}
