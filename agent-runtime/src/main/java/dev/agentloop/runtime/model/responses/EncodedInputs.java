package dev.agentloop.runtime.model.responses;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of each session's last request, bounded by size and time: a session that fell out is encoded again, to
 * the same bytes. Thread-safe.
 */
final class EncodedInputs {
    private static final long MOST_BYTES = 64L << 20; // some hundred long conversations
    private static final Duration KEPT_UNUSED = Duration.ofMinutes(30);

    // Made by the first request that was sent, not before it: loading the cache's classes takes time.
    private volatile @Nullable Cache<String, RequestBytes> cache;

    /** The last request of this session; null when there is none, or none any more. */
    @Nullable
    RequestBytes get(String key) {
        Cache<String, RequestBytes> known = cache;
        return known == null || key.isEmpty() ? null : known.getIfPresent(key);
    }

    void put(String key, RequestBytes request) {
        if (!key.isEmpty()) {
            make().put(key, request);
        }
    }

    private synchronized Cache<String, RequestBytes> make() {
        Cache<String, RequestBytes> known = cache;
        if (known == null) {
            known = Caffeine.newBuilder()
                    .maximumWeight(MOST_BYTES)
                    .weigher((String key, RequestBytes request) -> request.weight())
                    .expireAfterAccess(KEPT_UNUSED)
                    .build();
            cache = known;
        }
        return known;
    }
}
