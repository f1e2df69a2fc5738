package dev.agentloop.runtime.loop;

import dev.agentloop.event.HostedItem;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import java.time.Duration;
import java.util.Optional;

/** What listeners see of the model's items. */
public final class ItemViews {
    private ItemViews() {}

    /** The first form of an item that began. */
    static TurnItem started(ModelEvent.ItemStarted event) {
        String id = event.itemId();
        return switch (event.kind()) {
            case MESSAGE -> new TurnItem.AgentMessage(id, "");
            case REASONING -> new TurnItem.Reasoning(id, "", "");
            case CALL -> call(id, "", event.name(), "");
            case HOSTED ->
                new HostedItem.Unknown(id, event.name().isEmpty() ? "hosted_tool" : event.name(), "in_progress", "{}");
        };
    }

    /** The last form of an item that is done; empty when listeners see it in another way. */
    public static Optional<TurnItem> done(String id, ModelItem item) {
        if (item instanceof ModelItem.Message message) {
            return Optional.of(new TurnItem.AgentMessage(id, message.text()));
        }
        if (item instanceof ModelItem.Reasoning reasoning) {
            return Optional.of(new TurnItem.Reasoning(id, reasoning.summary(), reasoning.text()));
        }
        if (item instanceof ModelItem.Hosted hosted) {
            return Optional.of(hosted.item());
        }
        return Optional.empty();
    }

    /** A call that has not ended. */
    static TurnItem.ToolInvocation call(String id, String callId, String name, String arguments) {
        return new TurnItem.ToolInvocation(
                id, callId, name, arguments, TurnItem.Status.IN_PROGRESS, Optional.empty(), Duration.ZERO);
    }
}
