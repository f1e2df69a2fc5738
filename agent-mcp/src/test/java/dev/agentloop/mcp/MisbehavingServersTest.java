package dev.agentloop.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.approval.ElicitationAnswer;
import dev.agentloop.approval.ElicitationRequest;
import dev.agentloop.testkit.ToolBench;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What servers behind pipes do that they should not, and what they may do that is seldom. */
@Timeout(120)
class MisbehavingServersTest {
    private static final int HUGE_CHARS = 3_000_000; // 6 MB of UTF-8
    private static final int RESTARTS = 50;

    @TempDir
    Path directory;

    private final McpToolProvider provider = new McpToolProvider();
    private TestEnvironment environment;

    private List<ToolHandler> tools(McpServerSpec... servers) {
        environment = new TestEnvironment(directory, servers);
        return provider.tools(environment);
    }

    private ToolOutput call(List<ToolHandler> tools, String tool, String argumentsJson) throws Exception {
        ToolHandler handler = tools.stream()
                .filter(each -> each.spec().name().endsWith("__" + tool))
                .findFirst()
                .orElseThrow();
        return ToolBench.in(directory).call(handler, argumentsJson);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        provider.close();
        assertThat(environment.started())
                .allSatisfy(process -> assertThat(process.exitCode()).isPresent());
        environment.close();
    }

    @Test
    void aHugeLineArrivesWhole() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        assertThat(call(tools, "huge", "{\"chars\":" + HUGE_CHARS + "}").text()).hasSize(HUGE_CHARS);
    }

    @Test
    void charactersMayArriveInParts() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        assertThat(call(tools, "slowly", "{}")).isEqualTo(ToolOutput.text("äöü😀"));
    }

    @Test
    void aFloodOnStandardErrorStopsNothing() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s", "flood").build());
        assertThat(call(tools, "echo", "{}")).isEqualTo(ToolOutput.text("{}"));
    }

    @Test
    void aSecondAnswerToOneCallIsIgnored() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        assertThat(call(tools, "twice", "{}")).isEqualTo(ToolOutput.text("first"));
        assertThat(call(tools, "echo", "{}")).isEqualTo(ToolOutput.text("{}"));
    }

    @Test
    void aServerThatIgnoresEverythingThatTellsItToEndIsKilled() throws Exception {
        List<ToolHandler> tools = tools(TestServer.deafSpec("deaf").build());
        ProcessHandle server = ProcessHandle.of(
                        Long.parseLong(call(tools, "pid", "{}").text()))
                .orElseThrow();
        provider.close();
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void toolsThatChangeBetweenCallsAreOfferedAgain() throws Exception {
        BlockingQueue<List<ToolHandler>> offers = new LinkedBlockingQueue<>();
        environment = new TestEnvironment(directory, TestServer.spec("s").build()).onOffer(offers::add);
        List<ToolHandler> tools = provider.tools(environment);
        assertThat(call(tools, "change", "{}")).isEqualTo(ToolOutput.text("changed"));
        List<ToolHandler> changed = offers.poll(30, TimeUnit.SECONDS);
        assertThat(changed).extracting(tool -> tool.spec().name()).containsExactly("mcp__s__echo", "mcp__s__new_one");
        assertThat(changed.get(0).spec().inputSchema())
                .isEqualTo(new JsonSchema("{\"type\":\"object\",\"title\":\"changed\"}"));
        assertThat(call(changed, "new_one", "{}")).isEqualTo(ToolOutput.text("new"));
    }

    @Test
    void aSlowServerIsAnnouncedAndItsToolsComeLater() throws Exception {
        BlockingQueue<List<ToolHandler>> offers = new LinkedBlockingQueue<>();
        environment = new TestEnvironment(
                        directory,
                        TestServer.spec("slow", "slow").startWait(Duration.ZERO).build(),
                        TestServer.spec("fine").enabledTools("echo").build())
                .onOffer(offers::add);
        assertThat(provider.tools(environment))
                .extracting(tool -> tool.spec().name())
                .containsExactly("mcp__fine__echo");
        assertThat(environment.notices())
                .containsExactly("mcp.server: The MCP server slow is still starting; its tools come when it is ready");
        assertThat(offers.poll(30, TimeUnit.SECONDS)).hasSize(18);
    }

    @Test
    void aServerMayAskTheUserDuringACall() throws Exception {
        environment = new TestEnvironment(directory, TestServer.spec("s").build()).elicitation(request -> {
            assertThat(request)
                    .isEqualTo(new ElicitationRequest.Form(
                            "s",
                            "Who?",
                            new JsonSchema(
                                    "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"age\":"
                                            + "{\"type\":\"integer\",\"default\":30}}}")));
            return ElicitationAnswer.accept("{\"name\":\"Ada\"}");
        });
        String question = "{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\",\"requestedSchema\":"
                + "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},\"age\":{\"type\":\"integer\","
                + "\"default\":30}}}}}";
        assertThat(call(provider.tools(environment), "ask", question))
                .isEqualTo(ToolOutput.text("{\"action\":\"accept\",\"content\":{\"name\":\"Ada\",\"age\":30}}"));
    }

    @Test
    void aServerIsToldTheFolderItShallWorkIn() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        assertThat(call(tools, "ask", "{\"method\":\"roots/list\",\"params\":{}}"))
                .isEqualTo(ToolOutput.text("{\"roots\":[{\"uri\":\"" + directory.toUri() + "\",\"name\":\""
                        + directory.getFileName() + "\"}]}"));
    }

    @Test
    void whatIsNotOfferedIsRefused() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        assertThat(call(tools, "ask", "{\"method\":\"elicitation/create\",\"params\":{}}"))
                .isEqualTo(ToolOutput.text(
                        "{\"code\":-32601,\"message\":\"This client does not offer elicitation/create\"}"));
    }

    @Test
    void theOrderOfToolsIsTheSameInFiftyStarts() {
        Set<List<String>> orders = new HashSet<>();
        for (int start = 0; start < RESTARTS; start++) {
            McpToolProvider each = new McpToolProvider();
            try (TestEnvironment servers = new TestEnvironment(
                    directory, TestServer.spec("b", "shuffle").build())) {
                List<String> order = new ArrayList<>();
                each.tools(servers).forEach(tool -> order.add(tool.spec().toString()));
                orders.add(order);
                environment = servers;
            } finally {
                each.close();
            }
        }
        assertThat(orders).hasSize(1);
    }
}
