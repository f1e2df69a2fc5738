package dev.agentloop.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.tool.McpServerSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** An MCP server as a process of its own, which misbehaves as its arguments say. */
final class TestServer {
    /** A schema that changes when it is parsed and written again. */
    static final String ODD_SCHEMA = "{ \"$schema\":\"http://json-schema.org/draft-07/schema#\", \"type\" : \"object\","
            + "\"properties\":{\"n\":{\"type\":\"number\",\"multipleOf\":1.10,\"maximum\":1e400,\"minimum\":-0.0,"
            + "\"description\":\"caf\\u00e9 é \\/ 😀\"}},  \"if\":{ },\"then\":true }";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 2;

    private final List<String> modes;
    private final List<ObjectNode> together = new ArrayList<>();
    private final ArrayNode cancelled = JSON.createArrayNode();
    private boolean changed;
    private JsonNode pendingAsk = JSON.nullNode();

    private TestServer(List<String> modes) {
        this.modes = modes;
    }

    /** A server of this name with these modes. */
    static McpServerSpec.Builder spec(String name, String... modes) {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TestServer.class.getName()));
        argv.addAll(List.of(modes));
        return McpServerSpec.stdio(name, argv.toArray(String[]::new));
    }

    /** A server that goes on after the end of its input and ignores the signal that tells it to end. */
    static McpServerSpec.Builder deafSpec(String name) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", "trap '' TERM; exec \"$@\"", "sh"));
        argv.addAll(spec(name, "stubborn").build().argv());
        return McpServerSpec.stdio(name, argv.toArray(String[]::new));
    }

    public static void main(String[] args) throws IOException {
        new TestServer(List.of(args)).run();
    }

    private void run() throws IOException {
        if (modes.contains("exit-at-start")) {
            System.err.println("Reading the configuration\nLicence " + System.getenv("LICENCE") + " is not valid");
            System.exit(7);
        }
        if (modes.contains("slow")) {
            LockSupport.parkNanos(700_000_000);
        }
        if (modes.contains("noise")) {
            System.out.println("Welcome to the server!\n\n{\"not\":\"a message\"}\n{broken");
            System.out.write(new byte[] {(byte) 0xC3, '\n'});
        }
        if (modes.contains("flood")) {
            Thread flood = new Thread(TestServer::flood);
            flood.setDaemon(true);
            flood.start();
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (!modes.contains("mute")) {
                handle(JSON.readTree(line));
            }
        }
        while (modes.contains("stubborn")) {
            LockSupport.parkNanos(1_000_000_000);
        }
    }

    /** More than any pipe holds, without a line end for long stretches. */
    private static void flood() {
        byte[] noise = "x".repeat(64 << 10).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 512; i++) {
            System.err.write(noise, 0, noise.length);
        }
        System.err.println("the flood is over");
    }

    private void handle(JsonNode message) {
        switch (message.path("method").asText()) {
            case "initialize" -> answer(message, initialize());
            case "tools/list" -> listTools(message);
            case "tools/call" -> callTool(message);
            case "notifications/cancelled" -> cancelled.add(message.at("/params/requestId"));
            case "" -> {
                ObjectNode result = JSON.createObjectNode();
                JsonNode given = message.has("result") ? message.get("result") : message.get("error");
                text(result.putArray("content"), given.toString());
                answer(pendingAsk, result);
            }
            default -> {
                if (message.has("id") && !modes.contains("ignorant")) {
                    error(message, -32601, "Method not found");
                }
            }
        }
    }

    private ObjectNode initialize() {
        ObjectNode result = JSON.createObjectNode();
        result.put("protocolVersion", mode("version", "2025-11-25"));
        result.putObject("capabilities").putObject("tools").put("listChanged", true);
        result.putObject("serverInfo").put("name", "test").put("version", "1");
        return result;
    }

    private String mode(String name, String otherwise) {
        return modes.stream()
                .filter(mode -> mode.startsWith(name + "="))
                .map(mode -> mode.substring(name.length() + 1))
                .findFirst()
                .orElse(otherwise);
    }

    private void listTools(JsonNode message) {
        List<String> tools = new ArrayList<>();
        for (String name : List.of(
                "echo",
                "image",
                "fail",
                "progress",
                "never",
                "together",
                "crash",
                "pid",
                "seen",
                "change",
                "huge",
                "twice",
                "slowly",
                "ask")) {
            tools.add(tool(name, "{\"type\":\"object\"}", ""));
        }
        tools.add(tool("odd", ODD_SCHEMA, ",\"annotations\":{\"destructiveHint\":true,\"readOnlyHint\":true}"));
        tools.add(tool("sum", "{\"type\":\"object\"}", ",\"outputSchema\":{\"type\" :\"object\"}"));
        tools.add(tool("with.dot and space", "{\"type\":\"object\"}", ""));
        tools.add(tool("long_" + "x".repeat(80), "{\"type\":\"object\"}", ""));
        if (modes.contains("unusable")) {
            tools.add("{\"description\":\"has no name\"}");
            tools.add(tool("bad", "[]", ""));
            tools.add(tool("echo", "{\"type\":\"object\",\"title\":\"another\"}", ""));
        }
        if (changed) {
            tools.add(tool("new_one", "{\"type\":\"object\"}", ""));
            tools.set(0, tool("echo", "{\"type\":\"object\",\"title\":\"changed\"}", ""));
        }
        if (modes.contains("shuffle")) {
            Collections.shuffle(tools, new Random(ProcessHandle.current().pid())); // the same on every page
        }
        int from = message.at("/params/cursor").asInt();
        int to = Math.min(from + PAGE, tools.size());
        String next = to < tools.size() ? ",\"nextCursor\":\"" + (modes.contains("circle") ? 2 : to) + "\"" : "";
        print("{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id")
                + ", \"result\": {\"_meta\":{\"tools\":[1]},\"tools\" : [" + String.join(" , ", tools.subList(from, to))
                + "]" + next + "}}");
    }

    private static String tool(String name, String inputSchema, String more) {
        return "{\"name\":\"" + name + "\",\"description\":\"Does " + name + "\",\"inputSchema\":" + inputSchema + more
                + "}";
    }

    private void callTool(JsonNode message) {
        ObjectNode result = JSON.createObjectNode();
        ArrayNode content = result.putArray("content");
        JsonNode arguments = message.at("/params/arguments");
        switch (message.at("/params/name").asText()) {
            case "echo" -> text(content, arguments.toString());
            case "with.dot and space" -> text(content, "dotted");
            case "pid" -> text(content, String.valueOf(ProcessHandle.current().pid()));
            case "seen" -> text(content, cancelled.toString());
            case "image" -> {
                text(content, "an image:");
                content.addObject()
                        .put("type", "image")
                        .put("mimeType", "image/gif")
                        .put("data", "R0lGODlh");
                content.addObject()
                        .put("type", "resource_link")
                        .put("name", "a")
                        .put("uri", "file:///a");
                content.addObject()
                        .put("type", "audio")
                        .put("mimeType", "audio/wav")
                        .put("data", "AAAA");
            }
            case "new_one" -> text(content, "new");
            case "change" -> {
                changed = true;
                print("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
                text(content, "changed");
            }
            case "huge" -> text(content, "ä".repeat(arguments.path("chars").asInt()));
            case "twice" -> {
                text(content, "first");
                answer(message, result);
                text(content, "second");
            }
            case "slowly" -> {
                text(content, "äöü😀");
                slowly(message, result);
                return;
            }
            case "ask" -> {
                pendingAsk = message;
                print("{\"jsonrpc\":\"2.0\",\"id\":\"q1\",\"method\":\""
                        + arguments.path("method").asText() + "\",\"params\":" + arguments.path("params") + "}");
                return;
            }
            case "fail" -> {
                text(content, "no such city");
                result.put("isError", true);
            }
            case "sum" ->
                result.putObject("structuredContent")
                        .put(
                                "sum",
                                arguments.path("a").asInt()
                                        + arguments.path("b").asInt());
            case "progress" -> {
                for (int step = 1; step <= 3; step++) {
                    progress(message.at("/params/_meta/progressToken"), step);
                }
                text(content, "done");
            }
            case "crash" -> System.exit(3);
            case "never" -> {
                return;
            }
            case "together" -> {
                gather((ObjectNode) message);
                return;
            }
            default -> {
                error(message, -32602, "Unknown tool");
                return;
            }
        }
        if (modes.contains("noise")) {
            System.out.println("DEBUG about to answer {");
        }
        answer(message, result);
    }

    /** Answers when so many calls have come as the argument says, the last one first. */
    private void gather(ObjectNode message) {
        together.add(message);
        if (together.size() == message.at("/params/arguments/count").asInt()) {
            Collections.reverse(together);
            for (ObjectNode each : together) {
                ObjectNode result = JSON.createObjectNode();
                text(
                        result.putArray("content"),
                        each.at("/params/arguments/number").asText());
                answer(each, result);
            }
        }
    }

    private static void text(ArrayNode content, String text) {
        content.addObject().put("type", "text").put("text", text);
    }

    private static void progress(JsonNode token, int step) {
        ObjectNode notification = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", "notifications/progress");
        ObjectNode params = notification.putObject("params");
        params.set("progressToken", token);
        params.put("progress", step).put("total", 3).put("message", "step");
        print(notification.toString());
    }

    private static void answer(JsonNode message, ObjectNode result) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        answer.set("result", result);
        print(answer.toString());
    }

    /** Byte by byte, so that characters arrive in parts. */
    private static void slowly(JsonNode message, ObjectNode result) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        answer.set("result", result);
        for (byte each : (answer + "\n").getBytes(StandardCharsets.UTF_8)) {
            System.out.write(each);
            System.out.flush();
        }
    }

    private static void error(JsonNode message, int code, String text) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        answer.putObject("error").put("code", code).put("message", text);
        print(answer.toString());
    }

    private static void print(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}
