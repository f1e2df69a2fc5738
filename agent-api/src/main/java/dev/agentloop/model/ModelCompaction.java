package dev.agentloop.model;

import dev.agentloop.TokenUsage;
import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * The service's own short form of a conversation.
 *
 * @param items what stands for the conversation; messages of the user in it are ignored, because the runtime keeps its own
 * @param usage what it cost
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ModelCompaction(List<ModelItem> items, TokenUsage usage) {
    public ModelCompaction {
        items = List.copyOf(items);
        Objects.requireNonNull(usage, "usage");
    }
}
