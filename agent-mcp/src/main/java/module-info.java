/** Tools of MCP servers. */
module dev.agentloop.mcp {
    requires transitive dev.agentloop.api;
    requires com.fasterxml.jackson.databind;
    requires dev.agentloop.wire;
    requires kotlin.stdlib; // okio is an automatic module and cannot ask for it
    requires okhttp3;
    requires okhttp3.sse;
    requires okio;
    requires org.slf4j;
    requires static org.apiguardian.api;
    requires static org.jspecify;

    exports dev.agentloop.mcp;
    exports dev.agentloop.mcp.login;

    provides dev.agentloop.spi.ToolProvider with
            dev.agentloop.mcp.McpToolProvider;
}
