package dev.agentloop.model;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * A provider's own form of an item, given back to that provider exactly as it came and to no other: encrypted
 * reasoning, signatures, ids.
 *
 * @param providerId the provider that made it
 * @param json its form
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Opaque(String providerId, String json) {
    public Opaque {
        Objects.requireNonNull(providerId, "providerId");
        Objects.requireNonNull(json, "json");
    }
}
