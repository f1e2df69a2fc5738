package dev.agentloop.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The smallest widening of a policy: one path, or one host. What an approval hands out.
 *
 * <p>A granted path covers what is below it, but not what a deeper entry or a deeper protected name refuses. Unlike
 * an entry a grant wins at equal depth, because somebody decided it knowing the refusal.
 *
 * @param path the granted path, or empty
 * @param access what is granted on the path; {@link Access#NONE} for a host
 * @param host the granted host, or empty
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PermissionGrant(Optional<Path> path, Access access, Optional<HostRule> host) {

    /** @throws IllegalArgumentException unless exactly one thing is granted */
    public PermissionGrant {
        Objects.requireNonNull(access, "access");
        if (path.isPresent() == host.isPresent()) {
            throw new IllegalArgumentException("grant: give one path or one host");
        }
        if (path.isPresent() == (access == Access.NONE)) {
            throw new IllegalArgumentException("grant: a path needs READ or WRITE, a host has no access");
        }
        path = path.map(given -> AbsolutePaths.require("grant", given));
    }

    /** Grants reading, or reading and writing, of one path. */
    public static PermissionGrant path(Path path, Access access) {
        return new PermissionGrant(Optional.of(path), access, Optional.empty());
    }

    /** Grants connections to one host. */
    public static PermissionGrant host(HostRule rule) {
        return new PermissionGrant(Optional.empty(), Access.NONE, Optional.of(rule));
    }

    /** Grants connections to one host, in the written form of {@link HostRule}. */
    public static PermissionGrant host(String rule) {
        return host(HostRule.parse(rule));
    }

    /** The policy with exactly this more; the same policy when it already allows it. */
    public SandboxPolicy applyTo(SandboxPolicy policy) {
        if (host.isPresent()) {
            return policy.toBuilder().network(policy.network().plus(host.get())).build();
        }
        if (policy.decide(path.orElseThrow(), access).allowed()) {
            return policy;
        }
        List<PermissionGrant> grants = new ArrayList<>(policy.grants());
        grants.add(this);
        return policy.toBuilder().grants(grants).build();
    }

    /** Says what is granted, fit to be shown in an approval. */
    public String describe() {
        return host.map(rule -> "connect to " + rule)
                .orElseGet(() -> access.name().toLowerCase(Locale.ROOT) + " " + path.orElseThrow());
    }
}
