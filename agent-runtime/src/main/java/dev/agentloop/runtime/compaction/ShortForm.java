package dev.agentloop.runtime.compaction;

import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelItem;
import java.util.List;

/**
 * What stands for a conversation.
 *
 * @param items a summary, or items that only the service understands
 * @param usage what it cost
 */
record ShortForm(List<ModelItem> items, TokenUsage usage) {}
