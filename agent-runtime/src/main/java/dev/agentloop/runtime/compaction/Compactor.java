package dev.agentloop.runtime.compaction;

import dev.agentloop.Compaction;
import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.model.ModelClient;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.tool.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Makes a short history in the first way that works. */
public final class Compactor {
    private final List<CompactionStrategy> strategies;
    private final long userMessageTokens;

    /**
     * @param head makes a request that lacks only its input
     * @param windowTokens the size of the model's window; 0 when unknown
     */
    public Compactor(
            Compaction settings,
            ModelProvider provider,
            ModelClient client,
            Supplier<ModelRequest.Builder> head,
            long windowTokens) {
        this.strategies = settings.strategies().stream()
                .map(strategy -> switch (strategy) {
                    case SERVICE_ENDPOINT -> new EndpointCompaction(provider, head);
                    case SERVICE_STREAM -> new StreamCompaction(provider, client, head);
                    case LOCAL_SUMMARY -> new LocalSummary(client, head);
                })
                .map(CompactionStrategy.class::cast)
                .toList();
        this.userMessageTokens = windowTokens == 0
                ? settings.userMessageTokens()
                : Math.min(settings.userMessageTokens(), windowTokens / 5);
    }

    /**
     * A shorter history.
     *
     * @param strategy how it was made
     * @param history what takes the old one's place
     * @param usage what it cost
     */
    public record Compacted(String strategy, List<ModelItem> history, TokenUsage usage) {}

    /**
     * Makes a shorter history.
     *
     * @param onFailure told of each way that failed and why, before the next one is tried
     * @throws ModelException when no way worked; the failures of the others are suppressed in that of the last
     */
    public Compacted compact(List<ModelItem> history, Cancellation cancel, BiConsumer<String, ModelException> onFailure)
            throws InterruptedException {
        List<ModelException> failures = new ArrayList<>();
        for (CompactionStrategy strategy : strategies) {
            try {
                Optional<ShortForm> shortForm = strategy.shorten(history, cancel);
                if (shortForm.isPresent()) {
                    return new Compacted(
                            strategy.name(),
                            ShortHistory.of(history, shortForm.get(), userMessageTokens),
                            shortForm.get().usage());
                }
            } catch (ModelException failure) {
                failures.add(failure);
                onFailure.accept(strategy.name(), failure);
            }
        }
        throw failure(failures);
    }

    private static ModelException failure(List<ModelException> failures) {
        if (failures.isEmpty()) {
            return ModelException.builder(
                            ModelException.Kind.INVALID_REQUEST,
                            "The service has none of the ways to compact that Compaction.strategies names; add"
                                    + " LOCAL_SUMMARY")
                    .build();
        }
        ModelException last = failures.remove(failures.size() - 1);
        failures.forEach(last::addSuppressed);
        return last;
    }
}
