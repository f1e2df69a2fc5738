package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Names in {@code _meta}, where every request of the stateless versions says who sends it. */
public final class Meta {
    public static final String PROTOCOL_VERSION = "io.modelcontextprotocol/protocolVersion";
    public static final String CLIENT_INFO = "io.modelcontextprotocol/clientInfo";
    public static final String CLIENT_CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
    static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    static final String PROGRESS_TOKEN = "progressToken";

    private Meta() {}

    /** The {@code _meta} of params, made when missing. */
    public static ObjectNode of(ObjectNode params) {
        return params.withObjectProperty("_meta");
    }
}
