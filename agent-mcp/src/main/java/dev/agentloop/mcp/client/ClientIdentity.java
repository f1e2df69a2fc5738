package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.mcp.protocol.McpJson;
import java.util.Optional;

/**
 * What this client says about itself.
 *
 * @param info name and version
 * @param capabilities what it does for servers
 */
record ClientIdentity(ObjectNode info, ObjectNode capabilities) {
    static ClientIdentity offering(ObjectNode capabilities) {
        String version = Optional.ofNullable(ClientIdentity.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new ClientIdentity(McpJson.object().put("name", "agentloop").put("version", version), capabilities);
    }

    @Override
    public ObjectNode info() {
        return info.deepCopy();
    }

    @Override
    public ObjectNode capabilities() {
        return capabilities.deepCopy();
    }
}
