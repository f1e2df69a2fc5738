package dev.agentloop.runtime.model.http;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.model.ModelEndpoint;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key and the header values of an endpoint. They leave this class in requests only; texts that come back from a
 * service pass {@link #redact} before anybody sees them.
 */
final class Secrets {
    private static final int SHORTEST_SECRET = 8;
    private static final String HIDDEN = "[redacted]";

    private final ModelEndpoint endpoint;
    private final Optional<Supplier<String>> key;
    private volatile @Nullable String lastKey;

    Secrets(ModelEndpoint endpoint, Optional<Supplier<String>> key) {
        this.endpoint = endpoint;
        this.key = key;
    }

    /** The key for the next request; null when the endpoint has none. */
    @Nullable
    String key() {
        if (key.isEmpty()) {
            return null;
        }
        String value;
        try {
            value = key.get().get();
        } catch (RuntimeException e) {
            throw unusable(
                    "the supplier given to apiKey(...) threw " + e.getClass().getName(), e);
        }
        // Keys read from files end in a line end; it is never part of one.
        String trimmed = value == null ? "" : value.strip();
        if (trimmed.isEmpty()) {
            throw unusable("the supplier given to apiKey(...) returned no key", null);
        }
        for (int i = 0; i < trimmed.length(); i++) {
            if (trimmed.charAt(i) <= ' ' || trimmed.charAt(i) > '~') {
                throw unusable("character " + (i + 1) + " of the key cannot be sent in a header", null);
            }
        }
        lastKey = trimmed;
        return trimmed;
    }

    /** The text with every secret of this endpoint replaced. */
    String redact(String text) {
        String clean = hide(text, lastKey);
        for (String value : endpoint.headers().values()) {
            clean = hide(clean, value);
        }
        return clean;
    }

    private static String hide(String text, @Nullable String secret) {
        return secret == null || secret.length() < SHORTEST_SECRET ? text : text.replace(secret, HIDDEN);
    }

    private static ModelException unusable(String why, @Nullable Throwable cause) {
        return ModelException.builder(Kind.AUTHENTICATION, "No request was sent: " + why)
                .cause(cause)
                .build();
    }
}
