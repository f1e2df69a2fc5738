package dev.agentloop.mcp;

import dev.agentloop.mcp.auth.OAuthAuthorizer;
import dev.agentloop.mcp.client.ClientOffers;
import dev.agentloop.mcp.client.ModelSampler;
import dev.agentloop.mcp.transport.Connector;
import dev.agentloop.mcp.transport.Connectors;
import dev.agentloop.mcp.transport.McpThreads;
import dev.agentloop.mcp.transport.RequestAuthorizer;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.tool.McpServerSpec;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the connections to servers, as their settings say. */
final class ServerFactory {
    private static final String AUTHORIZATION = "authorization";

    private final ToolEnvironment environment;
    private final Logins logins;
    private final HostVariables variables;
    private final McpThreads threads;

    ServerFactory(ToolEnvironment environment, Logins logins, HostVariables variables, McpThreads threads) {
        this.environment = environment;
        this.logins = logins;
        this.variables = variables;
        this.threads = threads;
    }

    /**
     * A connection that is not open yet.
     *
     * @param changes is told which list of the server has changed; must not block
     * @throws dev.agentloop.AgentConfigurationException when the variable for the server's token is not set
     */
    ServerConnection connection(McpServerSpec spec, Consumer<String> changes) {
        ClientOffers offers = new ClientOffers(
                environment.elicitationHandler(),
                Optional.of(new ModelSampler()),
                List.of(environment.workingDirectory()));
        return new ServerConnection(spec, connector(spec), offers, changes);
    }

    private Connector connector(McpServerSpec spec) {
        return spec.url()
                .map(url -> Connectors.address(spec, url, authorizer(spec, url), threads))
                .orElseGet(() -> Connectors.process(
                        spec,
                        variables.forProcess(spec),
                        environment.commands(),
                        environment.workingDirectory(),
                        threads));
    }

    private RequestAuthorizer authorizer(McpServerSpec spec, URI url) {
        Optional<String> fixed = variables.authorization(spec);
        boolean given = spec.headers().keySet().stream()
                .anyMatch(header -> header.toLowerCase(Locale.ROOT).equals(AUTHORIZATION));
        return fixed.isPresent() || given
                ? RequestAuthorizer.fixed(fixed)
                : new OAuthAuthorizer(
                        spec.name(), url, spec.oauth(), logins.tokens(), logins.login(), threads, Clock.systemUTC());
    }
}
