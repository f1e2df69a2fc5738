package dev.agentloop.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.mcp.client.McpClient;
import dev.agentloop.mcp.client.ToolList;
import dev.agentloop.mcp.login.McpLogin;
import dev.agentloop.mcp.login.McpTokenStore;
import dev.agentloop.mcp.protocol.ListTools;
import dev.agentloop.mcp.protocol.McpJson;
import dev.agentloop.mcp.transport.McpThreads;
import dev.agentloop.tool.McpOAuth;
import dev.agentloop.tool.McpServerSpec;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The program that the MCP conformance suite starts for each scenario, with the address of its server: connects, lists
 * the tools, calls them. See {@code bin/conformance}.
 */
final class ConformanceDriver {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final URI METADATA_DOCUMENT = URI.create("https://conformance-test.local/client-metadata.json");

    private final JsonNode context;

    private ConformanceDriver(JsonNode context) {
        this.context = context;
    }

    public static void main(String[] arguments) throws Exception {
        String context =
                Optional.ofNullable(System.getenv("MCP_CONFORMANCE_CONTEXT")).orElse("{}");
        new ConformanceDriver(McpJson.read(context)).run(URI.create(arguments[0]));
        System.exit(0);
    }

    private void run(URI server) throws Exception {
        McpServerSpec spec =
                McpServerSpec.http("conformance", server).oauth(oauth()).build();
        Path directory = Files.createTempDirectory("conformance");
        try (McpThreads threads = new McpThreads();
                TestEnvironment environment = new TestEnvironment(directory, spec)) {
            environment.elicitation(ElicitationHandler.acceptDefaults());
            ServerFactory factory = new ServerFactory(
                    environment,
                    new Logins(ConformanceDriver::login, McpTokenStore.inMemory()),
                    HostVariables.ofProcess(),
                    threads);
            ServerConnection connection = factory.connection(spec, list -> {});
            try {
                talk(connection.client());
            } finally {
                connection.beginStop();
                connection.finishStop(Duration.ofSeconds(1));
            }
        } finally {
            Files.delete(directory);
        }
    }

    private void talk(McpClient client) throws Exception {
        ToolList list = ToolList.read(client, TIMEOUT);
        for (ListTools.Tool tool : list.tools()) {
            if (context.has("toolCalls")) {
                for (JsonNode call : context.path("toolCalls")) {
                    if (call.path("name").asText().equals(tool.name())) {
                        call(client, tool, call.path("arguments"));
                    }
                }
            } else {
                call(client, tool, plausible(McpJson.read(tool.inputSchema())));
            }
        }
    }

    private static void call(McpClient client, ListTools.Tool tool, JsonNode arguments) throws Exception {
        try {
            client.callTool(tool, arguments, TIMEOUT, null, step -> {});
        } catch (JsonRpcException e) {
            System.err.println(tool.name() + " answered with error " + e.code() + ": " + e.getMessage());
        }
    }

    private McpOAuth oauth() {
        McpOAuth.Builder oauth = McpOAuth.builder().clientMetadataUrl(METADATA_DOCUMENT);
        String scenario =
                Optional.ofNullable(System.getenv("MCP_CONFORMANCE_SCENARIO")).orElse("");
        String id = context.path("client_id").asText();
        String secret = context.path("client_secret").asText();
        if (scenario.startsWith("auth/client-credentials-")) {
            if (context.has("private_key_pem")) {
                oauth.clientCredentialsWithKey(
                        id, () -> context.path("private_key_pem").asText());
            } else {
                oauth.clientCredentials(id, () -> secret);
            }
        } else if (!id.isEmpty()) {
            oauth.clientId(id).clientSecret(() -> secret);
        }
        if (context.has("idp_token_endpoint")) {
            oauth.identityAssertion(new McpOAuth.IdentityProvider(
                    URI.create(context.path("idp_token_endpoint").asText()),
                    context.path("idp_client_id").asText(),
                    () -> context.path("idp_id_token").asText()));
        }
        return oauth.build();
    }

    /** A login without a person: the suite's page leads on at once. */
    private static McpLogin.Attempt login() {
        return new McpLogin.Attempt() {
            @Override
            public URI redirectUri() {
                return URI.create("http://127.0.0.1:3000/callback");
            }

            @Override
            public URI visit(String server, URI page) throws IOException {
                HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
                connection.setInstanceFollowRedirects(false);
                return URI.create(connection.getHeaderField("Location"));
            }
        };
    }

    private static ObjectNode plausible(JsonNode schema) {
        ObjectNode arguments = McpJson.object();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            switch (property.getValue().path("type").asText()) {
                case "string" -> arguments.put(property.getKey(), "text");
                case "integer" -> arguments.put(property.getKey(), 2);
                case "number" -> arguments.put(property.getKey(), 3);
                case "boolean" -> arguments.put(property.getKey(), true);
                default -> {}
            }
        }
        return arguments;
    }
}
