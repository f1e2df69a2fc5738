package dev.agentloop.runtime.compaction;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.tool.Cancellation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The service's own request for a short form. */
record EndpointCompaction(ModelProvider provider, Supplier<ModelRequest.Builder> head) implements CompactionStrategy {
    @Override
    public String name() {
        return "service_endpoint";
    }

    @Override
    public Optional<ShortForm> shorten(List<ModelItem> history, Cancellation cancel) throws InterruptedException {
        return provider.compact(head.get().input(history).build()).map(compaction -> {
            List<ModelItem> items = compaction.items().stream()
                    .filter(item -> !(item instanceof ModelItem.Message))
                    .toList();
            if (items.isEmpty()) {
                throw ModelException.builder(
                                ModelException.Kind.PROTOCOL, "The service's short form holds nothing but messages")
                        .build();
            }
            return new ShortForm(items, compaction.usage());
        });
    }
}
