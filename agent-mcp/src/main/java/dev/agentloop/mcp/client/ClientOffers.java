package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.mcp.protocol.McpJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this client does for servers.
 *
 * @param elicitation asks the user
 * @param sampler asks the model
 * @param roots the folders that servers shall work in; empty: no such hint is given
 */
public record ClientOffers(Optional<ElicitationHandler> elicitation, Optional<Sampler> sampler, List<Path> roots) {
    /** Nothing. */
    public static final ClientOffers NONE = new ClientOffers(Optional.empty(), Optional.empty(), List.of());

    public ClientOffers {
        roots = List.copyOf(roots);
    }

    /** The same as the protocol writes it. */
    ObjectNode capabilities() {
        ObjectNode capabilities = McpJson.object();
        if (!roots.isEmpty()) {
            capabilities.putObject("roots");
        }
        if (sampler.isPresent()) {
            capabilities.putObject("sampling");
        }
        if (elicitation.isPresent()) {
            ObjectNode modes = capabilities.putObject("elicitation");
            modes.putObject("form");
            modes.putObject("url");
        }
        return capabilities;
    }
}
