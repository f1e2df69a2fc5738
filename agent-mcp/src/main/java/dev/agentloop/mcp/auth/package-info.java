/** OAuth 2.1 for servers reached over HTTP: discovery, registration, grants, tokens. Internal. */
@NullMarked
package dev.agentloop.mcp.auth;

import org.jspecify.annotations.NullMarked;
