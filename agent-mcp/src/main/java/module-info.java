/** Tools of MCP servers. */
module dev.agentloop.mcp {
    requires transitive dev.agentloop.api;
    requires com.fasterxml.jackson.databind;
    requires dev.agentloop.wire;
    requires org.slf4j;
    requires static org.apiguardian.api;
    requires static org.jspecify;

    exports dev.agentloop.mcp;

    provides dev.agentloop.spi.ToolProvider with
            dev.agentloop.mcp.McpToolProvider;
}
