/** One conversation with an MCP server: handshake, tools, calls. Internal. */
@NullMarked
package dev.agentloop.mcp.client;

import org.jspecify.annotations.NullMarked;
