/**
 * The event-stream (SSE) reader of the model and MCP clients. For the modules of this project only; it may change in
 * any release.
 */
@NullMarked
package dev.agentloop.internal.sse;

import org.jspecify.annotations.NullMarked;
