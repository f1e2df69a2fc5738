package dev.agentloop.testkit;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.Request;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * A model service that answers by what a request contains, not by its turn: for many sessions at once, whose requests
 * come in any order, and for answers that are broken as a whole. Streams that a test steps through, delays or cuts at a
 * byte are the affair of {@link ScriptedModelServer}.
 *
 * <pre>{@code
 * server.when(RequestMatch.session("a")).respond(Sse.text("Hello, a."));
 * server.when(RequestMatch.bodyContains("weather").and(RequestMatch.doesNotAnswer("call_1")))
 *         .respond(Sse.call("call_1", "weather", "{}"));
 * server.when(RequestMatch.header("authorization", "Bearer old")).respondHttp(401, Map.of(), "{}");
 * server.when(RequestMatch.any()).fail(ModelFault.EMPTY_RESPONSE);
 * }</pre>
 *
 * <p>The rule added last wins. A request without a rule is answered 404 and makes {@link #assertEverythingMatched} fail.
 * Built on WireMock, which must be on the class path: {@code org.wiremock:wiremock-standalone}. Thread-safe.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class MatchingModelServer implements AutoCloseable {
    private static final String ANY_PATH = "/v1/.*";

    private final WireMockServer wireMock;
    private final AtomicInteger rules = new AtomicInteger();

    private MatchingModelServer() {
        wireMock = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        wireMock.start();
    }

    /** Starts a server on a free port. */
    public static MatchingModelServer start() {
        return new MatchingModelServer();
    }

    /** The base address, ending in {@code /v1}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + wireMock.port() + "/v1");
    }

    /** A ready endpoint of the Responses wire, with a key that is no secret. */
    public ModelEndpoint endpoint() {
        return endpoint(Wire.RESPONSES);
    }

    /** A ready endpoint of this wire, with a key that is no secret. The same script serves all wires. */
    public ModelEndpoint endpoint(Wire wire) {
        return endpointBuilder(wire).build();
    }

    /** As {@link #endpoint(Wire)}, for tests that change more. */
    public ModelEndpoint.Builder endpointBuilder(Wire wire) {
        return ScriptedEndpoints.builder(wire, url());
    }

    /** Begins a rule for requests like this. */
    public Rule when(RequestMatch match) {
        return new Rule(match);
    }

    /** All requests so far, in the order they came. */
    public List<RecordedRequest> requests() {
        return wireMock.getAllServeEvents().stream()
                .sorted(Comparator.comparing(event -> event.getRequest().getLoggedDate()))
                .map(event -> recorded(event.getRequest()))
                .toList();
    }

    /**
     * Checks that every request had a rule.
     *
     * @throws AssertionError naming the requests that had none
     */
    public void assertEverythingMatched() {
        List<RecordedRequest> unmatched = wireMock.findAllUnmatchedRequests().stream()
                .map(MatchingModelServer::recorded)
                .toList();
        if (!unmatched.isEmpty()) {
            throw new AssertionError("No rule matched: "
                    + unmatched.stream()
                            .map(request -> request + " " + request.body())
                            .collect(Collectors.joining("\n")));
        }
    }

    /** Ends the server. Idempotent. */
    @Override
    public void close() {
        wireMock.stop();
    }

    /** The second half of a rule: what its requests get. */
    public final class Rule {
        private final RequestMatch match;

        private Rule(RequestMatch match) {
            this.match = match;
        }

        /** A streamed response that says this, as often as it is asked for. Gates and stalls are not possible here. */
        public void respond(Sse... words) {
            int number = rules.incrementAndGet();
            Reply reply = Reply.of(words);
            for (Wire each : Wire.values()) {
                ScriptedWire wire = ScriptedWire.of(each);
                answer(
                        "/v1" + wire.path(),
                        WireMock.aResponse()
                                .withStatus(200)
                                .withHeader("content-type", "text/event-stream; charset=utf-8")
                                .withHeader(wire.requestIdHeader(), "req_rule_" + number)
                                .withBody(reply.bodyBytes(wire, number)));
            }
        }

        /** Any HTTP answer. */
        public void respondHttp(int status, Map<String, String> headers, String body) {
            ResponseDefinitionBuilder response =
                    WireMock.aResponse().withStatus(status).withBody(body);
            headers.forEach(response::withHeader);
            answer(ANY_PATH, response);
        }

        /** A connection that breaks. */
        public void fail(ModelFault fault) {
            rules.incrementAndGet();
            answer(ANY_PATH, WireMock.aResponse().withFault(fault.kind()));
        }

        private void answer(String path, ResponseDefinitionBuilder response) {
            MappingBuilder mapping = WireMock.post(WireMock.urlPathMatching(path));
            match.apply(mapping);
            wireMock.stubFor(mapping.willReturn(response));
        }
    }

    private static RecordedRequest recorded(Request request) {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpHeader header : request.getHeaders().all()) {
            headers.put(header.key().toLowerCase(Locale.ROOT), header.values());
        }
        return new RecordedRequest(request.getMethod().getName(), request.getUrl(), headers, request.getBody());
    }
}
