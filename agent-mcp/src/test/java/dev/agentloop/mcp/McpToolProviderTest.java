package dev.agentloop.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.testkit.ToolBench;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.RunningCommand;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class McpToolProviderTest {
    private static final int CALLS = 200;

    @TempDir
    Path directory;

    private final McpToolProvider provider = new McpToolProvider();
    private TestEnvironment environment;
    private ToolBench bench;

    private List<ToolHandler> tools(McpServerSpec... servers) {
        environment = new TestEnvironment(directory, servers);
        bench = ToolBench.in(directory);
        return provider.tools(environment);
    }

    @AfterEach
    void nothingIsLeftBehind() throws InterruptedException {
        provider.close();
        if (environment != null) {
            assertThat(environment.started())
                    .allSatisfy(process -> assertThat(process.exitCode()).isPresent());
            environment.close();
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("agentloop-mcp-")) {
                assertThat(thread).satisfies(each -> each.join(5_000)).matches(each -> !each.isAlive(), "has ended");
            }
        }
    }

    @Test
    void theProviderIsFoundByServiceLoading() {
        assertThat(ServiceLoader.load(ToolProvider.class))
                .anySatisfy(found -> assertThat(found.id()).isEqualTo("mcp"));
    }

    @Test
    void withoutServersThereAreNoTools() {
        assertThat(tools()).isEmpty();
    }

    @Test
    void toolsAreSortedByNameWhateverOrderTheServersListThem() throws Exception {
        List<List<String>> orders = new ArrayList<>();
        for (int start = 0; start < 3; start++) {
            List<ToolHandler> tools = tools(
                    TestServer.spec("b", "shuffle").build(),
                    TestServer.spec("a", "shuffle").build());
            orders.add(tools.stream().map(tool -> tool.spec().name()).toList());
            nothingIsLeftBehind();
        }
        assertThat(orders.get(0)).hasSize(36).isSorted().contains("mcp__a__echo", "mcp__b__echo");
        assertThat(Set.copyOf(orders)).hasSize(1);
    }

    @Test
    void aToolIsDescribedAsItsServerDescribesIt() {
        List<ToolHandler> tools = tools(TestServer.spec("s").parallelSafe(true).build());
        assertThat(tool(tools, "odd").spec())
                .isEqualTo(ToolSpec.builder("mcp__s__odd")
                        .description("Does odd")
                        .inputSchema(TestServer.ODD_SCHEMA)
                        .traits(ToolSpec.Trait.DESTRUCTIVE, ToolSpec.Trait.NEEDS_APPROVAL, ToolSpec.Trait.PARALLEL_SAFE)
                        .build());
        assertThat(tool(tools, "sum").spec().outputSchema()).contains(new JsonSchema("{\"type\" :\"object\"}"));
    }

    @Test
    void onlyWantedToolsAreOffered() {
        List<ToolHandler> tools = tools(TestServer.spec("s")
                .enabledTools("echo", "fail", "nonesuch")
                .disabledTools("fail")
                .build());
        assertThat(tools).extracting(tool -> tool.spec().name()).containsExactly("mcp__s__echo");
        assertThat(environment.notices())
                .containsExactly("mcp.tool: The MCP server s has no tool nonesuch, which is to be enabled");
    }

    @Test
    void toolsThatCannotBeUsedAreReportedAndTheRestIsOffered() {
        List<ToolHandler> tools = tools(TestServer.spec("s", "unusable").build());
        assertThat(tools).hasSize(18);
        assertThat(tool(tools, "echo").spec().inputSchema()).isEqualTo(new JsonSchema("{\"type\":\"object\"}"));
        assertThat(environment.notices())
                .containsExactly(
                        "mcp.tool: The MCP server s lists the tool echo twice; the first is used",
                        "mcp.tool: The MCP server s has a tool that cannot be used: tool 1 of its list has no name",
                        "mcp.tool: The MCP server s has a tool that cannot be used: the input schema of tool bad is no"
                                + " JSON object");
    }

    @Test
    void argumentsArriveAndResultsComeBack() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        assertThat(call(tools, "echo", "{\"text\":\"ü😀\",\"n\":[1.50,12345678901234567890]}"))
                .isEqualTo(ToolOutput.text("{\"text\":\"ü😀\",\"n\":[1.5,12345678901234567890]}"));
        assertThat(call(tools, "with_dot_and_space_" + hashOf(tools, "with_dot"), "{}"))
                .isEqualTo(ToolOutput.text("dotted"));
        assertThat(call(tools, "sum", "{\"a\":2,\"b\":3}")).isEqualTo(ToolOutput.ofJson("{\"sum\":5}"));
        assertThat(call(tools, "fail", "{}")).isEqualTo(ToolOutput.error("no such city"));
        assertThat(call(tools, "image", "{}").content())
                .containsExactly(
                        new Content.Text("an image:"),
                        new Content.Image("data:image/gif;base64,R0lGODlh"),
                        new Content.Text("a: file:///a"),
                        new Content.Text("[audio of type audio/wav, about 3 bytes, cannot be shown]"));
        assertThat(call(tools, "echo", "[]")).isEqualTo(ToolOutput.error("The arguments must be a JSON object"));
        assertThat(call(tools, "echo", "{").failed()).isTrue();
    }

    @Test
    void progressIsShownBeforeTheResult() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        assertThat(call(tools, "progress", "{}")).isEqualTo(ToolOutput.text("done"));
        assertThat(bench.progress()).containsExactly("1 of 3: step\n", "2 of 3: step\n", "3 of 3: step\n");
    }

    @Test
    void textBetweenMessagesIsSkipped() throws Exception {
        List<ToolHandler> tools =
                tools(TestServer.spec("s", "noise").required(true).build());
        assertThat(call(tools, "echo", "{}")).isEqualTo(ToolOutput.text("{}"));
        assertThat(environment.notices()).isEmpty();
    }

    @Test
    void aSlowStartIsWaitedFor() throws Exception {
        List<ToolHandler> tools =
                tools(TestServer.spec("s", "slow").required(true).build());
        assertThat(call(tools, "echo", "{}")).isEqualTo(ToolOutput.text("{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void aServerMaySpeakAnOlderVersion(String version) {
        assertThat(tools(TestServer.spec("s", "version=" + version).build())).hasSize(18);
    }

    @Test
    void manyCallsRunAtOnceAndAnswersMayComeInAnyOrder() throws Exception {
        ToolHandler together = tool(tools(TestServer.spec("s").build()), "together");
        ExecutorService threads = Executors.newFixedThreadPool(CALLS);
        try {
            List<Callable<String>> calls = IntStream.range(0, CALLS)
                    .<Callable<String>>mapToObj(
                            number -> () -> bench.call(together, "{\"count\":" + CALLS + ",\"number\":" + number + "}")
                                    .text())
                    .toList();
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
            assertThat(answers)
                    .isEqualTo(
                            IntStream.range(0, CALLS).mapToObj(String::valueOf).toList());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aServerThatEndsInTheMiddleOfACallIsAFailedOutputAndStartedAgainByTheNextOne() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        assertThat(call(tools, "crash", "{}"))
                .isEqualTo(ToolOutput.error("The MCP server s has ended with exit code 3."
                        + " Whether the call had an effect is unknown. The next call starts the server again."));
        assertThat(call(tools, "echo", "{}")).isEqualTo(ToolOutput.text("{}"));
        assertThat(environment.started()).hasSize(2);
    }

    @Test
    void aCallThatIsNotAnsweredTimesOutAndIsCancelledAtTheServer() throws Exception {
        List<ToolHandler> tools =
                tools(TestServer.spec("s").callTimeout(Duration.ofMillis(200)).build());
        assertThat(call(tools, "never", "{}"))
                .isEqualTo(ToolOutput.error("The MCP server s has not answered within 200 ms; the call was cancelled."
                        + " Whether it had an effect is unknown."));
        assertThat(cancelledAtServer(tools)).isPositive();
    }

    @Test
    void aCancelledCallEndsAtOnceAndIsCancelledAtTheServer() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        bench.cancel();
        assertThatThrownBy(() -> call(tools, "never", "{}")).isInstanceOf(CancellationException.class);
        bench = ToolBench.in(directory);
        assertThat(cancelledAtServer(tools)).isPositive();
    }

    @Test
    void anInterruptedCallEndsAtOnceAndIsCancelledAtTheServer() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s").build());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> call(tools, "never", "{}")).isInstanceOf(InterruptedException.class);
        assertThat(cancelledAtServer(tools)).isPositive();
    }

    /** The id of the request that the server was told to cancel; requests and notifications arrive in order. */
    private int cancelledAtServer(List<ToolHandler> tools) throws Exception {
        return Integer.parseInt(call(tools, "seen", "{}").text().replaceAll("[\\[\\]]", ""));
    }

    @Test
    void anOptionalServerThatFailsIsANoticeAndTheOthersWork() {
        List<ToolHandler> tools = tools(
                TestServer.spec("broken", "exit-at-start")
                        .environment("LICENCE", "very-secret-licence")
                        .build(),
                McpServerSpec.stdio("absent", "/no/such/program").build(),
                TestServer.spec("fine").enabledTools("echo").build());
        assertThat(tools).extracting(tool -> tool.spec().name()).containsExactly("mcp__fine__echo");
        assertThat(environment.notices()).hasSize(2);
        assertThat(environment.notices().get(0))
                .isEqualTo("mcp.server: The tools of MCP server broken are missing: it ended with exit code 7. It wrote"
                        + " to standard error: Reading the configuration\nLicence *** is not valid");
        assertThat(environment.notices().get(1))
                .startsWith("mcp.server: The tools of MCP server absent are missing: it could not be started: ")
                .contains("/no/such/program");
    }

    @Test
    void aRequiredServerThatFailsStopsTheAgentFromBeingBuilt() {
        assertThatThrownBy(() -> tools(
                        TestServer.spec("fine").build(),
                        TestServer.spec("broken", "exit-at-start")
                                .required(true)
                                .build()))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageStartingWith("The MCP server broken is required, but it ended with exit code 7.");
        assertThat(environment.started())
                .hasSize(2)
                .allSatisfy(process -> assertThat(process.exitCode()).isPresent());
    }

    @Test
    void anEnvironmentThatCannotStartAnythingIsANoticeOrAnException() {
        TestEnvironment optional = closedEnvironment(TestServer.spec("s").build());
        assertThat(provider.tools(optional)).isEmpty();
        assertThat(optional.notices())
                .singleElement()
                .asString()
                .startsWith("mcp.server: The tools of MCP server s are missing: starting it failed: ")
                .contains("The sandbox session is closed");

        TestEnvironment required =
                closedEnvironment(TestServer.spec("s").required(true).build());
        assertThatThrownBy(() -> provider.tools(required))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageStartingWith("The MCP server s is required, but starting it failed: ");
    }

    private TestEnvironment closedEnvironment(McpServerSpec server) {
        TestEnvironment closed = new TestEnvironment(directory, server);
        closed.close();
        return closed;
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() {
        assertThatThrownBy(() -> tools(TestServer.spec("mute", "mute")
                        .startTimeout(Duration.ofMillis(300))
                        .required(true)
                        .build()))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContaining("it has not answered in time");
    }

    @Test
    void aServerOfAnUnknownVersionIsNotUsed() {
        assertThat(tools(TestServer.spec("s", "version=1999-01-01").build())).isEmpty();
        assertThat(environment.notices())
                .containsExactly("mcp.server: The tools of MCP server s are missing: it speaks protocol version"
                        + " '1999-01-01', this client only [2025-11-25, 2025-06-18, 2025-03-26, 2024-11-05]");
    }

    @Test
    void aServerThatNeverAnswersWhatItDoesNotKnowIsAskedInTheOldWayToo() throws Exception {
        List<ToolHandler> tools = tools(TestServer.spec("s", "ignorant").build());
        assertThat(call(tools, "echo", "{}")).isEqualTo(ToolOutput.text("{}"));
    }

    @Test
    void aListWithoutEndIsNoticed() {
        assertThat(tools(TestServer.spec("s", "circle").build())).isEmpty();
        assertThat(environment.notices().toString()).contains("its list of tools does not end");
    }

    @Test
    void aServerThatDoesNotEndByItselfIsKilled() throws Exception {
        List<ToolHandler> tools = tools(
                TestServer.spec("stubborn", "stubborn").build(),
                TestServer.spec("fine").build());
        ProcessHandle server = ProcessHandle.of(Long.parseLong(
                        bench.call(find(tools, "mcp__stubborn__pid"), "{}").text()))
                .orElseThrow();
        provider.close();
        assertThat(server.isAlive()).isFalse();
        assertThat(environment.started()).extracting(RunningCommand::exitCode).allMatch(code -> code.isPresent());
        assertThat(call(List.of(find(tools, "mcp__fine__echo")), "echo", "{}").failed())
                .isTrue();
    }

    @Test
    void anInterruptWhileServersStartEndsThemAll() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> tools(
                        TestServer.spec("a", "mute").build(),
                        TestServer.spec("b", "mute").build()))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessage("Interrupted while MCP servers were starting");
        assertThat(Thread.interrupted()).isTrue();
        environment.close();
    }

    @Test
    void twoServersOfOneNameAreRefused() {
        assertThatThrownBy(() ->
                        tools(TestServer.spec("s").build(), TestServer.spec("s").build()))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessage("Two MCP servers are named s; give each a name of its own");
        assertThat(environment.started()).isEmpty();
    }

    private ToolOutput call(List<ToolHandler> tools, String tool, String argumentsJson) throws Exception {
        return bench.call(tool(tools, tool), argumentsJson);
    }

    private static String hashOf(List<ToolHandler> tools, String start) {
        String name = tools.stream()
                .map(tool -> tool.spec().name())
                .filter(each -> each.contains(start))
                .findFirst()
                .orElseThrow();
        return name.substring(name.lastIndexOf('_') + 1);
    }

    private static ToolHandler tool(List<ToolHandler> tools, String name) {
        return tools.stream()
                .filter(tool -> tool.spec().name().endsWith("__" + name))
                .findFirst()
                .orElseThrow();
    }

    private static ToolHandler find(List<ToolHandler> tools, String name) {
        Optional<ToolHandler> found =
                tools.stream().filter(tool -> tool.spec().name().equals(name)).findFirst();
        return found.orElseThrow();
    }
}
