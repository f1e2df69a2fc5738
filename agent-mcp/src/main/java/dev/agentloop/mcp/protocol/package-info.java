/** What MCP messages hold, read leniently. Internal. */
@NullMarked
package dev.agentloop.mcp.protocol;

import org.jspecify.annotations.NullMarked;
