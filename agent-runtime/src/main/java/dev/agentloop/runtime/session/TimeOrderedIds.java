package dev.agentloop.runtime.session;

import dev.agentloop.runtime.loop.IdSource;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/** Ids made of a time-ordered UUID (version 7 of RFC 9562) behind a prefix. Thread-safe. */
public final class TimeOrderedIds implements IdSource {
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    public TimeOrderedIds(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String next(String prefix) {
        return prefix + "_" + uuid();
    }

    /** A UUID of version 7. */
    public UUID uuid() {
        long high = (clock.millis() << 16) | 0x7000L | (random.nextInt() & 0xFFFL);
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
