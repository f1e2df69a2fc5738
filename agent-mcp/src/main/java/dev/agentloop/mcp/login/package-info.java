/** How tokens for MCP servers are got from people and kept: for applications that use servers behind OAuth. */
@NullMarked
package dev.agentloop.mcp.login;

import org.jspecify.annotations.NullMarked;
