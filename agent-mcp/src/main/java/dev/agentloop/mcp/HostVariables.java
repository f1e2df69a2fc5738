package dev.agentloop.mcp;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.tool.McpServerSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The one reader of the environment in this module. */
final class HostVariables {
    private final Function<String, String> variables;

    private HostVariables(Function<String, String> variables) {
        this.variables = variables;
    }

    /** Those of this process. */
    static HostVariables ofProcess() {
        return new HostVariables(System::getenv);
    }

    /** The variables of a server that runs as a process: those it inherits, and those set for it. */
    Map<String, String> forProcess(McpServerSpec spec) {
        Map<String, String> result = new LinkedHashMap<>();
        for (String name : spec.inheritedVariables()) {
            String value = variables.apply(name);
            if (value != null) {
                result.put(name, value);
            }
        }
        result.putAll(spec.environment());
        return result;
    }

    /**
     * The fixed header of a server reached over HTTP; empty when tokens are got in another way.
     *
     * @throws AgentConfigurationException when the variable for the token is not set
     */
    Optional<String> authorization(McpServerSpec spec) {
        return spec.bearerTokenVariable().map(name -> {
            String token = variables.apply(name);
            if (token == null || token.isBlank()) {
                throw new AgentConfigurationException("The MCP server " + spec.name()
                        + " takes its token from the environment variable " + name + ", which is not set");
            }
            return "Bearer " + token.strip();
        });
    }
}
