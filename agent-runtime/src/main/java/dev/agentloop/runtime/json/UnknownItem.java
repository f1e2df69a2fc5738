package dev.agentloop.runtime.json;

import dev.agentloop.event.TurnItem;

/**
 * An item read back whose kind is a tool's own, or of a later version. Written again it is the same document.
 *
 * @param json the document without the version
 */
public record UnknownItem(String id, String type, String json) implements TurnItem {}
