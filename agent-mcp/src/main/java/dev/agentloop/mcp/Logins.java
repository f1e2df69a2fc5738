package dev.agentloop.mcp;

import dev.agentloop.mcp.login.McpLogin;
import dev.agentloop.mcp.login.McpTokenStore;

/**
 * How people log in, and where that is remembered.
 *
 * @param login brings a person to a page
 * @param tokens keeps what came of it
 */
record Logins(McpLogin login, McpTokenStore tokens) {}
