/** Ways to reach an MCP server: a process, Streamable HTTP, and the event stream of old servers. Internal. */
@NullMarked
package dev.agentloop.mcp.transport;

import org.jspecify.annotations.NullMarked;
