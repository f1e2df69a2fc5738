package dev.agentloop.checks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentloop.Agent;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference servers as our client sees them and as the client of the TypeScript SDK sees them: the same tools with
 * the same schemas, and the same answer to a call.
 */
@Tag("npm-peers")
@Timeout(120)
class McpServersPeerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Servers show more tools to a client that can do more; ours lies between these two. */
    private static final String NOTHING = "{}";

    private static final String EVERYTHING = "{\"roots\":{},\"sampling\":{},\"elicitation\":{}}";

    @TempDir
    Path folder;

    private Path modules = Path.of("");

    @BeforeEach
    void findModules() {
        modules = Path.of(Objects.requireNonNull(
                System.getProperty("agentloop.npm"),
                "agentloop.npm must name a node_modules folder; run bin/test --part npm-peers"));
    }

    /** One call of one server. */
    private record Case(String server, String tool, String argumentsJson, List<String> serverArguments) {
        Case(String server, String tool, String argumentsJson, String... serverArguments) {
            this(server, tool, argumentsJson, List.of(serverArguments));
        }

        String call() {
            return "{\"name\":\"" + tool + "\",\"arguments\":" + argumentsJson + "}";
        }
    }

    @Test
    void everything() throws Exception {
        assertSame(new Case("everything", "echo", "{\"message\":\"hello äöü\"}"));
    }

    @Test
    void filesystem() throws Exception {
        Path file = Files.writeString(folder.toRealPath().resolve("a file.txt"), "first\nsecond\n");
        assertSame(new Case(
                "filesystem",
                "read_text_file",
                "{\"path\":" + JSON.writeValueAsString(file.toString()) + "}",
                folder.toRealPath().toString()));
    }

    @Test
    void memory() throws Exception {
        assertSame(new Case(
                "memory",
                "create_entities",
                "{\"entities\":[{\"name\":\"Ada\",\"entityType\":\"person\",\"observations\":[\"likes numbers\"]}]}"));
    }

    private void assertSame(Case example) throws Exception {
        JsonNode theirs = sdkClient(example, NOTHING);
        Map<String, JsonNode> least = byName(theirs.path("tools"));
        Map<String, JsonNode> most = byName(sdkClient(example, EVERYTHING).path("tools"));
        try (ScriptedModelServer model = ScriptedModelServer.start();
                Agent agent = agent(model, example)) {
            Map<String, JsonNode> ours = byName(agent, example.server());

            assertThat(ours.keySet()).containsAll(least.keySet()).isSubsetOf(most.keySet());
            ours.forEach((name, tool) -> assertThat(tool).as(name).isEqualTo(seenByModels(most.get(name))));
            assertThat(answer(agent, model, example)).isEqualTo(text(theirs.at("/result/content")));
        }
    }

    private Agent agent(ScriptedModelServer model, Case example) throws IOException {
        List<String> argv = new ArrayList<>(List.of("node", program(example)));
        argv.addAll(example.serverArguments());
        return Agent.builder()
                .endpoint(model.endpoint())
                .model(ScriptedModelServer.MODEL)
                .workingDirectory(folder.toRealPath())
                .sandbox(SandboxPolicy.dangerFullAccess())
                .sandboxProvider("none")
                .mcpServer(McpServerSpec.stdio(example.server(), argv.toArray(String[]::new))
                        .environment("MEMORY_FILE_PATH", memoryFile("ours"))
                        .required(true)
                        .build())
                .build();
    }

    /** What the model gets back when it makes the call. */
    private static String answer(Agent agent, ScriptedModelServer model, Case example) {
        String name = "mcp__" + example.server() + "__" + example.tool();
        model.respond(Sse.call("call_1", name, example.argumentsJson())).respond(Sse.text("done"));
        assertThat(agent.run("go").finalMessage()).isEqualTo("done");
        return model.requests().get(1).toolOutput("call_1");
    }

    private static Map<String, JsonNode> byName(Agent agent, String server) throws IOException {
        String prefix = "mcp__" + server + "__";
        Map<String, JsonNode> tools = new HashMap<>();
        for (ToolSpec spec : agent.tools()) {
            if (spec.name().startsWith(prefix)) {
                tools.put(
                        spec.name().substring(prefix.length()),
                        JSON.createObjectNode()
                                .put("description", spec.description())
                                .set(
                                        "inputSchema",
                                        JSON.readTree(spec.inputSchema().json())));
            }
        }
        return tools;
    }

    private static Map<String, JsonNode> byName(JsonNode tools) {
        return StreamSupport.stream(tools.spliterator(), false)
                .collect(Collectors.toMap(tool -> tool.path("name").asText(), tool -> tool));
    }

    private static JsonNode seenByModels(JsonNode tool) {
        return JSON.createObjectNode()
                .put("description", tool.path("description").asText())
                .set("inputSchema", tool.path("inputSchema"));
    }

    private static String text(JsonNode content) {
        return StreamSupport.stream(content.spliterator(), false)
                .map(block -> block.path("text").asText())
                .collect(Collectors.joining("\n"));
    }

    private JsonNode sdkClient(Case example, String capabilities) throws Exception {
        Path script = folder.resolve("sdk-client.cjs");
        try (InputStream source = Objects.requireNonNull(getClass().getResourceAsStream("sdk-client.cjs"))) {
            Files.write(script, source.readAllBytes());
        }
        List<String> command = new ArrayList<>(
                Arrays.asList("node", script.toString(), modules.toString(), capabilities, example.call()));
        command.add(program(example));
        command.addAll(example.serverArguments());
        Path out = folder.resolve("sdk-client.out");
        Path err = folder.resolve("sdk-client.err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("MEMORY_FILE_PATH", memoryFile("theirs" + capabilities.length()));
        Process process = builder.start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("the client of the SDK ended in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isZero();
        return JSON.readTree(out.toFile());
    }

    private String program(Case example) {
        return modules.resolve("@modelcontextprotocol/server-" + example.server() + "/dist/index.js")
                .toString();
    }

    private String memoryFile(String whose) throws IOException {
        return folder.toRealPath().resolve("memory-" + whose + ".json").toString();
    }
}
