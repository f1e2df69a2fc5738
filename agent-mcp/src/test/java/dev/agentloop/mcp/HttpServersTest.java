package dev.agentloop.mcp;

import static dev.agentloop.mcp.HttpTestServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.testkit.ToolBench;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpServersTest {
    private static final String TOOLS =
            "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\","
                    + "\"x-mcp-header\":\"City\"}}}}]}";
    private static final String DONE = "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}";

    @TempDir
    Path directory;

    private final McpToolProvider provider = new McpToolProvider();
    private TestEnvironment environment;

    private ToolHandler tool(HttpTestServer server) {
        environment = new TestEnvironment(
                directory,
                server.spec("web").callTimeout(Duration.ofSeconds(20)).build());
        List<ToolHandler> tools = provider.tools(environment);
        assertThat(environment.notices()).isEmpty();
        assertThat(tools).hasSize(1);
        return tools.get(0);
    }

    private ToolOutput call(ToolHandler tool) throws Exception {
        return ToolBench.in(directory).call(tool, "{\"city\":\"Köln\"}");
    }

    @AfterEach
    void close() {
        provider.close();
        if (environment != null) {
            environment.close();
        }
    }

    /** A server with sessions; what it does on a call is left to the test. */
    private static HttpTestServer withSessions(HttpTestServer.Script onCall) throws Exception {
        return HttpTestServer.start((request, reply) -> {
            switch (request.method()) {
                case "initialize" ->
                    reply.header("Mcp-Session-Id", "s1")
                            .result("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                                    + "\"serverInfo\":{\"name\":\"web\",\"version\":\"1\"}}");
                case "tools/list" -> reply.result(TOOLS);
                case "tools/call" -> onCall.answer(request, reply);
                case "notifications/initialized", "notifications/cancelled" -> reply.status(202);
                default -> {
                    if (request.http().equals("GET")
                            && !request.header("last-event-id").isEmpty()) {
                        onCall.answer(request, reply);
                    } else {
                        reply.status(request.http().equals("POST") ? 400 : 405);
                    }
                }
            }
        });
    }

    @Test
    void anAnswerMayBeOneTextOrTheLastEventOfAStream() throws Exception {
        AtomicBoolean asStream = new AtomicBoolean();
        try (HttpTestServer server = withSessions((request, reply) -> {
            if (asStream.getAndSet(true)) {
                write(reply.stream(), ": hello\n\nevent: message\ndata: " + reply.message(DONE) + "\n\n");
            } else {
                reply.result(DONE);
            }
        })) {
            ToolHandler tool = tool(server);
            assertThat(call(tool)).isEqualTo(ToolOutput.text("done"));
            assertThat(call(tool)).isEqualTo(ToolOutput.text("done"));
            provider.close();
            assertThat(server.methods())
                    .containsExactly(
                            "server/discover",
                            "initialize",
                            "notifications/initialized",
                            "tools/list",
                            "tools/call",
                            "tools/call");
            HttpTestServer.Received last =
                    server.received().get(server.received().size() - 1);
            assertThat(last.http()).isEqualTo("DELETE");
            assertThat(last.header("mcp-session-id")).isEqualTo("s1");
            assertThat(last.header("mcp-protocol-version")).isEqualTo("2025-11-25");
        }
    }

    @Test
    void aStreamThatBreaksIsContinuedWhereItEnded() throws Exception {
        AtomicReference<String> answer = new AtomicReference<>("");
        try (HttpTestServer server = withSessions((request, reply) -> {
            if (request.http().equals("POST")) {
                answer.set(reply.message(DONE));
                write(reply.stream(), "id: e7\nretry: 10\ndata:\n\n");
            } else {
                write(reply.stream(), "data: " + answer.get() + "\n\n");
            }
        })) {
            assertThat(call(tool(server))).isEqualTo(ToolOutput.text("done"));
            assertThat(server.received())
                    .filteredOn(request -> !request.header("last-event-id").isEmpty())
                    .singleElement()
                    .satisfies(request ->
                            assertThat(request.header("last-event-id")).isEqualTo("e7"));
        }
    }

    @Test
    void aStreamThatCannotBeContinuedIsAFailedOutput() throws Exception {
        try (HttpTestServer server = withSessions((request, reply) -> write(reply.stream(), ": nothing\n\n"))) {
            assertThat(call(tool(server)))
                    .isEqualTo(
                            ToolOutput.error("The MCP server web could not be reached: The server ended its answer to"
                                    + " tools/call without a result"));
        }
    }

    @Test
    void aForgottenSessionIsMadeAnew() throws Exception {
        AtomicBoolean forgotten = new AtomicBoolean();
        try (HttpTestServer server = withSessions((request, reply) -> {
            if (forgotten.getAndSet(true)) {
                reply.result(DONE);
            } else {
                reply.status(404);
            }
        })) {
            assertThat(call(tool(server))).isEqualTo(ToolOutput.text("done"));
            assertThat(server.methods())
                    .endsWith("tools/call", "initialize", "notifications/initialized", "tools/call");
        }
    }

    @Test
    void aCallThatIsGivenUpIsCancelledAtTheServer() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (HttpTestServer server = HttpTestServer.start((request, reply) -> {
            switch (request.method()) {
                case "initialize" ->
                    reply.result("{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}}}");
                case "tools/list" -> reply.result(TOOLS);
                case "tools/call" -> {
                    try (OutputStream stream = reply.stream()) {
                        write(stream, ": wait\n\n");
                        cancelled.await(30, TimeUnit.SECONDS);
                    }
                }
                case "notifications/initialized" -> reply.status(202);
                case "notifications/cancelled" -> {
                    cancelled.countDown();
                    reply.status(202);
                }
                default -> reply.status(400);
            }
        })) {
            environment = new TestEnvironment(
                    directory,
                    server.spec("web").callTimeout(Duration.ofMillis(300)).build());
            ToolHandler tool = provider.tools(environment).get(0);
            assertThat(call(tool).text()).contains("has not answered within 300 ms");
            assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStatelessServerIsToldEverythingWithEveryRequest() throws Exception {
        try (HttpTestServer server = HttpTestServer.start((request, reply) -> {
            switch (request.method()) {
                case "server/discover" ->
                    reply.result("{\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{\"tools\":{}}}");
                case "tools/list" -> reply.result(TOOLS);
                case "tools/call" -> {
                    if (request.message().at("/params").has("requestState")) {
                        reply.result(DONE);
                    } else {
                        reply.result("{\"resultType\":\"input_required\",\"requestState\":\"opaque\",\"inputRequests\":"
                                + "{\"where\":{\"method\":\"roots/list\"}}}");
                    }
                }
                default -> reply.status(405);
            }
        })) {
            assertThat(call(tool(server))).isEqualTo(ToolOutput.text("done"));
            assertThat(server.methods()).containsExactly("server/discover", "tools/list", "tools/call", "tools/call");
            HttpTestServer.Received last = server.received().get(3);
            assertThat(last.header("mcp-method")).isEqualTo("tools/call");
            assertThat(last.header("mcp-name")).isEqualTo("t");
            assertThat(last.header("mcp-param-city")).isEqualTo("=?base64?S8O2bG4=?=");
            assertThat(last.header("mcp-protocol-version")).isEqualTo("2026-07-28");
            assertThat(last.header("mcp-session-id")).isEmpty();
            assertThat(last.message()
                            .at("/params/_meta/io.modelcontextprotocol~1protocolVersion")
                            .asText())
                    .isEqualTo("2026-07-28");
            assertThat(last.message().at("/params/requestState").asText()).isEqualTo("opaque");
            assertThat(last.message()
                            .at("/params/inputResponses/where/roots/0/uri")
                            .asText())
                    .isEqualTo(directory.toUri().toString());
        }
    }

    @Test
    void aServerOfTheFirstVersionIsReachedByItsEventStream() throws Exception {
        AtomicReference<OutputStream> events = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (HttpTestServer server = HttpTestServer.start((request, reply) -> {
            if (request.http().equals("GET")) {
                OutputStream stream = reply.stream();
                events.set(stream);
                write(stream, "event: endpoint\ndata: /mcp/messages\n\n");
                ended.await(30, TimeUnit.SECONDS);
                write(stream, "data: the end\r"); // okhttp-sse reads such an end for ever, if it is let
            } else if (request.header("mcp-method").isEmpty()
                            && !request.method().equals("initialize")
                    || events.get() != null) {
                reply.status(202);
                String result = switch (request.method()) {
                    case "initialize" -> "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{\"tools\":{}}}";
                    case "tools/list" -> TOOLS;
                    case "tools/call" -> DONE;
                    default -> "";
                };
                if (!result.isEmpty()) {
                    write(events.get(), "data: " + reply.message(result) + "\n\n");
                }
            } else {
                reply.status(405);
            }
        })) {
            assertThat(call(tool(server))).isEqualTo(ToolOutput.text("done"));
            ended.countDown();
        }
    }

    @Test
    void headersAndTokensOfTheSettingsAreSent() throws Exception {
        try (HttpTestServer server = withSessions((request, reply) -> reply.result(DONE))) {
            environment = new TestEnvironment(
                    directory,
                    server.spec("web")
                            .header("Authorization", "Bearer fixed")
                            .header("X-Team", "blue")
                            .build());
            call(provider.tools(environment).get(0));
            assertThat(server.received()).allSatisfy(request -> {
                assertThat(request.header("authorization")).isEqualTo("Bearer fixed");
                assertThat(request.header("x-team")).isEqualTo("blue");
            });
        }
    }

    @Test
    void aTokenVariableThatIsNotSetStopsTheAgentFromBeingBuilt() throws Exception {
        try (HttpTestServer server = withSessions((request, reply) -> reply.result(DONE))) {
            environment = new TestEnvironment(
                    directory,
                    server.spec("web")
                            .bearerTokenFromEnvironment("AGENTLOOP_TEST_NO_SUCH_VARIABLE")
                            .build());
            assertThatThrownBy(() -> provider.tools(environment))
                    .isInstanceOf(AgentConfigurationException.class)
                    .hasMessage("The MCP server web takes its token from the environment variable"
                            + " AGENTLOOP_TEST_NO_SUCH_VARIABLE, which is not set");
            assertThat(server.received()).isEmpty();
        }
    }

    @Test
    void aServerThatIsNotThereIsANotice() {
        environment = new TestEnvironment(
                directory,
                McpServerSpec.http("gone", URI.create("http://127.0.0.1:1/mcp")).build());
        assertThat(provider.tools(environment)).isEmpty();
        assertThat(environment.notices())
                .singleElement()
                .asString()
                .startsWith("mcp.server: The tools of MCP server gone are missing: ");
    }
}
