package dev.agentloop.runtime.model.responses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the service keeps of each session, so that a request carries new items only. Nothing known, or a conversation
 * that does not continue what is known: everything is sent. Thread-safe.
 */
final class StoredConversations {
    private final Cache<String, Known> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterAccess(Duration.ofHours(12))
            .build();

    /**
     * What to send.
     *
     * @param previousResponse the response that the items continue; empty when they are everything
     */
    record Part(List<ModelItem> items, Optional<String> previousResponse) {
        static Part everything(ModelRequest request) {
            return new Part(request.input(), Optional.empty());
        }
    }

    private record Known(String responseId, List<ModelItem> input, List<ModelItem> output) {}

    /** Notes a response that was completed. */
    void completed(ModelRequest request, List<ModelItem> output, String responseId) {
        if (!request.cacheKey().isEmpty() && !responseId.isEmpty()) {
            known.put(request.cacheKey(), new Known(responseId, request.input(), List.copyOf(output)));
        }
    }

    void forget(ModelRequest request) {
        known.invalidate(request.cacheKey());
    }

    Part newPart(ModelRequest request) {
        Known last = known.getIfPresent(request.cacheKey());
        if (last == null || !startsWith(request.input(), last.input())) {
            return Part.everything(request);
        }
        Set<ModelItem> stored = Collections.newSetFromMap(new IdentityHashMap<>());
        stored.addAll(last.output());
        List<ModelItem> added = new ArrayList<>();
        for (ModelItem item :
                request.input().subList(last.input().size(), request.input().size())) {
            if (!stored.remove(item)) {
                added.add(item);
            }
        }
        // An item of the answer that is not in the conversation was taken out on purpose.
        return stored.isEmpty() && !added.isEmpty()
                ? new Part(List.copyOf(added), Optional.of(last.responseId()))
                : Part.everything(request);
    }

    private static boolean startsWith(List<ModelItem> input, List<ModelItem> start) {
        if (input.size() < start.size()) {
            return false;
        }
        for (int i = 0; i < start.size(); i++) {
            if (input.get(i) != start.get(i)) {
                return false;
            }
        }
        return true;
    }
}
