package dev.agentloop.runtime.compaction;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.model.ModelClient;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.tool.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An ordinary request that ends with a trigger; the answer must be exactly one item of the service. */
record StreamCompaction(ModelProvider provider, ModelClient client, Supplier<ModelRequest.Builder> head)
        implements CompactionStrategy {
    @Override
    public String name() {
        return "service_stream";
    }

    @Override
    public Optional<ShortForm> shorten(List<ModelItem> history, Cancellation cancel) throws InterruptedException {
        Optional<ModelItem> trigger = provider.compactionTrigger();
        if (trigger.isEmpty()) {
            return Optional.empty();
        }
        List<ModelItem> asked = new ArrayList<>(history);
        asked.add(trigger.get());
        Answer answer = Answer.to(client, head.get().input(asked).build(), cancel);
        List<ModelItem> items = answer.items().stream()
                .filter(item -> !(item instanceof ModelItem.Reasoning))
                .toList();
        if (items.size() != 1 || !(items.get(0) instanceof ModelItem.Hosted)) {
            throw ModelException.builder(
                            ModelException.Kind.PROTOCOL,
                            "The service answered the trigger with " + items.size()
                                    + " item(s) instead of a short form")
                    .build();
        }
        return Optional.of(new ShortForm(items, answer.usage()));
    }
}
