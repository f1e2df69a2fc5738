package dev.agentloop.runtime.json;

import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventHeader;

/**
 * An event read back whose kind this version does not know. Written again it is the same line.
 *
 * @param json the line
 */
public record UnknownEvent(EventHeader header, String type, String json) implements AgentEvent.Other {}
