package dev.agentloop.sandbox;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The answer of {@link SandboxPolicy#decide} for one path.
 *
 * @param path the absolute, normalised path the answer is about
 * @param requested {@link Access#READ} or {@link Access#WRITE}
 * @param allowed whether the policy allows it
 * @param reason one plain sentence that names the rule, fit to be shown to a model or a person
 * @param entry the entry that decided; empty when no entry covers the path, or when a protected name, a grant or another
 *     built-in rule decided, which the reason then names
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record AccessDecision(Path path, Access requested, boolean allowed, String reason, Optional<Entry> entry) {
    public AccessDecision {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(requested, "requested");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(entry, "entry");
    }
}
