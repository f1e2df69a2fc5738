/** Ways to reach an MCP server: a process so far. Internal. */
@NullMarked
package dev.agentloop.mcp.transport;

import org.jspecify.annotations.NullMarked;
