package dev.agentloop.internal.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The successful answer to a call.
 *
 * @param result its result
 * @param line the line it came in, without LF; of a batch it holds all messages
 */
public record Answer(JsonNode result, byte[] line) {}
