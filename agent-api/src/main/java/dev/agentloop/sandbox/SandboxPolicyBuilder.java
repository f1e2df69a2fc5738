package dev.agentloop.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/** Collects the parts of a policy. Not thread-safe. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SandboxPolicyBuilder {
    final List<Entry> entries = new ArrayList<>();
    Optional<Path> workspace = Optional.empty();
    boolean wideWorkspace;
    Set<String> protectedNames = new LinkedHashSet<>(List.of(".git", ".codex", ".agents"));
    boolean privateTmp = true;
    Network network = Network.none();
    Set<Path> unixSockets = Set.of();
    Set<Path> executables = Set.of();
    Environment environment = Environment.standard();
    ResourceLimits limits = ResourceLimits.none();
    final EnumSet<Guarantee> demanded = EnumSet.noneOf(Guarantee.class);
    final EnumSet<Guarantee> partialAllowed = EnumSet.noneOf(Guarantee.class);
    List<PermissionGrant> grants = List.of();

    SandboxPolicyBuilder() {}

    /** Adds an entry. */
    public SandboxPolicyBuilder entry(Entry entry) {
        entries.add(Objects.requireNonNull(entry, "entry"));
        return this;
    }

    /** Replaces all entries. */
    public SandboxPolicyBuilder entries(Collection<Entry> all) {
        entries.clear();
        entries.addAll(all);
        return this;
    }

    /** Allows reading a path and what is below it. */
    public SandboxPolicyBuilder read(Path path) {
        return entry(Entry.path(path, Access.READ));
    }

    /** Allows writing a path and what is below it. */
    public SandboxPolicyBuilder write(Path path) {
        return entry(Entry.path(path, Access.WRITE));
    }

    /** Refuses a path and what is below it. */
    public SandboxPolicyBuilder deny(Path path) {
        return entry(Entry.path(path, Access.NONE));
    }

    /** Refuses what a glob matches. */
    public SandboxPolicyBuilder denyGlob(String pattern) {
        return entry(Entry.glob(pattern, Access.NONE));
    }

    /** Sets the folder that entries for the workspace mean. */
    public SandboxPolicyBuilder workspace(Path root) {
        this.workspace = Optional.of(root);
        return this;
    }

    /** Allows a writable workspace as wide as the file system, a home folder or the temporary folder. */
    public SandboxPolicyBuilder allowWideWorkspace() {
        this.wideWorkspace = true;
        return this;
    }

    /** Replaces the protected names; default {@code .git}, {@code .codex} and {@code .agents}. */
    public SandboxPolicyBuilder protectedNames(Collection<String> names) {
        this.protectedNames = new LinkedHashSet<>(names);
        return this;
    }

    /** Says whether a writable temporary folder is the session's own; default true. */
    public SandboxPolicyBuilder privateTmp(boolean own) {
        this.privateTmp = own;
        return this;
    }

    /** Sets which hosts may be reached; default none. */
    public SandboxPolicyBuilder network(Network allowed) {
        this.network = Objects.requireNonNull(allowed, "network");
        return this;
    }

    /** Replaces the sockets of the host that may be reached; default none. */
    public SandboxPolicyBuilder unixSockets(Collection<Path> sockets) {
        this.unixSockets = new LinkedHashSet<>(sockets);
        return this;
    }

    /** Replaces the list of programs that may run; default all. */
    public SandboxPolicyBuilder executables(Collection<Path> programs) {
        this.executables = new LinkedHashSet<>(programs);
        return this;
    }

    /** Sets which variables commands see; default {@link Environment#standard}. */
    public SandboxPolicyBuilder environment(Environment variables) {
        this.environment = Objects.requireNonNull(variables, "environment");
        return this;
    }

    /** Sets bounds for each command; default none. */
    public SandboxPolicyBuilder limits(ResourceLimits bounds) {
        this.limits = Objects.requireNonNull(bounds, "limits");
        return this;
    }

    /** Requires guarantees beyond those the content implies. */
    public SandboxPolicyBuilder require(Guarantee... guarantees) {
        demanded.addAll(List.of(guarantees));
        return this;
    }

    /** Accepts partial enforcement of guarantees. What is not enforced at all is refused all the same. */
    public SandboxPolicyBuilder allowPartial(Guarantee... guarantees) {
        partialAllowed.addAll(List.of(guarantees));
        return this;
    }

    SandboxPolicyBuilder grants(List<PermissionGrant> all) {
        this.grants = all;
        return this;
    }

    /** @throws IllegalArgumentException naming the part that cannot be used */
    public SandboxPolicy build() {
        workspace = workspace.map(root -> AbsolutePaths.require("workspace", root));
        unixSockets = AbsolutePaths.requireAll("unixSockets", unixSockets);
        executables = AbsolutePaths.requireAll("executables", executables);
        PolicyChecks.requireNames(protectedNames);
        if (!wideWorkspace && entries.contains(Entry.special(Entry.Special.WORKSPACE, Access.WRITE))) {
            workspace.ifPresent(root -> PolicyChecks.requireNarrow(root, Platform.current()));
        }
        return new SandboxPolicy(this);
    }
}
