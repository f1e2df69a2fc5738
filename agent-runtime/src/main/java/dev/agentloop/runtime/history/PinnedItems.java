package dev.agentloop.runtime.history;

import dev.agentloop.model.ModelItem;

/** Messages that compaction keeps. Their ids say so, so that stores and forks know it too. */
public final class PinnedItems {
    /** How ids of pinned messages begin. */
    public static final String ID_PREFIX = "pinned";

    private PinnedItems() {}

    /** Whether the message was pinned by who sent it. */
    public static boolean isPinned(ModelItem.Message message) {
        return message.id().startsWith(ID_PREFIX);
    }
}
