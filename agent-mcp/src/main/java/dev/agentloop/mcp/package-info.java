/** The tool provider for MCP servers, found by service loading. */
@NullMarked
package dev.agentloop.mcp;

import org.jspecify.annotations.NullMarked;
