/**
 * JSON-RPC over lines of JSON, one peer for both directions: the base of MCP over stdio and of the headless engine. For
 * the modules of this project only; it may change in any release.
 */
@NullMarked
package dev.agentloop.internal.jsonrpc;

import org.jspecify.annotations.NullMarked;
