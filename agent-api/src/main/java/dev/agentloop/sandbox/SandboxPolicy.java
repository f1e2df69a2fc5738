package dev.agentloop.sandbox;

import dev.agentloop.spi.AgentRuntimeProvider;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * What commands and file tools may do: files, network, sockets, programs, environment and limits, and which guarantees
 * must really be enforced. Immutable and thread-safe; two policies with the same content are equal. Paths inside a sandbox
 * are the paths of the host.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class SandboxPolicy {
    private final List<Entry> entries;
    private final Optional<Path> workspace;
    private final boolean wideWorkspace;
    private final Set<String> protectedNames;
    private final boolean privateTmp;
    private final Network network;
    private final Set<Path> unixSockets;
    private final Set<Path> executables;
    private final Environment environment;
    private final ResourceLimits limits;
    private final Set<Guarantee> demanded;
    private final Set<Guarantee> partialAllowed;
    private final List<PermissionGrant> grants;
    private final Set<Guarantee> required;
    private final PathRules rules;

    SandboxPolicy(SandboxPolicyBuilder builder) {
        this.entries = List.copyOf(builder.entries);
        this.workspace = builder.workspace;
        this.wideWorkspace = builder.wideWorkspace;
        this.protectedNames = Collections.unmodifiableSet(new LinkedHashSet<>(builder.protectedNames));
        this.privateTmp = builder.privateTmp;
        this.network = builder.network;
        this.unixSockets = Collections.unmodifiableSet(new LinkedHashSet<>(builder.unixSockets));
        this.executables = Collections.unmodifiableSet(new LinkedHashSet<>(builder.executables));
        this.environment = builder.environment;
        this.limits = builder.limits;
        this.demanded = Collections.unmodifiableSet(builder.demanded.clone());
        this.partialAllowed = Collections.unmodifiableSet(builder.partialAllowed.clone());
        this.grants = List.copyOf(builder.grants);
        this.required = Collections.unmodifiableSet(RequiredGuarantees.of(this));
        this.rules = new PathRules(this, Platform.current());
    }

    /** Everything may be read, nothing written; no network. */
    public static SandboxPolicy readOnly() {
        return builder().entry(Entry.special(Entry.Special.ROOT, Access.READ)).build();
    }

    /**
     * Everything may be read; the workspace and a private temporary folder may be written, except protected names; no
     * network.
     *
     * @throws IllegalArgumentException if the root is relative, or so wide that it must be allowed by
     *     {@link SandboxPolicyBuilder#allowWideWorkspace}
     */
    public static SandboxPolicy workspaceWrite(Path root) {
        return workspaceWriteBuilder().workspace(root).build();
    }

    /** No confinement of files and network. The environment is still scrubbed of secrets. */
    public static SandboxPolicy dangerFullAccess() {
        return builder()
                .entry(Entry.special(Entry.Special.ROOT, Access.WRITE))
                .protectedNames(Set.of())
                .privateTmp(false)
                .network(Network.full())
                .build();
    }

    /** Starts without entries: nothing may be read. */
    public static SandboxPolicyBuilder builder() {
        return new SandboxPolicyBuilder();
    }

    private static SandboxPolicyBuilder workspaceWriteBuilder() {
        return builder()
                .entry(Entry.special(Entry.Special.ROOT, Access.READ))
                .entry(Entry.special(Entry.Special.WORKSPACE, Access.WRITE))
                .entry(Entry.special(Entry.Special.TMP, Access.WRITE));
    }

    /** The files and what may be done with them; the order has no meaning. */
    public List<Entry> entries() {
        return entries;
    }

    /** The folder that entries for the workspace mean; empty until a session gives one by {@link #withWorkspace}. */
    public Optional<Path> workspace() {
        return workspace;
    }

    /** Whether a workspace as wide as a home folder was allowed on purpose. */
    public boolean wideWorkspace() {
        return wideWorkspace;
    }

    /** Names of files and folders that stay unchanged wherever they lie in a writable entry. */
    public Set<String> protectedNames() {
        return protectedNames;
    }

    /** Whether a writable temporary folder is the session's own instead of the host's. */
    public boolean privateTmp() {
        return privateTmp;
    }

    /** Which hosts may be reached. */
    public Network network() {
        return network;
    }

    /** Sockets of the host that may be reached although the network is confined. */
    public Set<Path> unixSockets() {
        return unixSockets;
    }

    /** The only programs that may run; empty means all that can be read. */
    public Set<Path> executables() {
        return executables;
    }

    /** Which variables commands see. */
    public Environment environment() {
        return environment;
    }

    /** Bounds for each command. */
    public ResourceLimits limits() {
        return limits;
    }

    /** What was added to the policy after approvals. */
    public List<PermissionGrant> grants() {
        return grants;
    }

    /** What must be enforced before anything starts: what the content of this policy implies, and {@link #demanded}. */
    public Set<Guarantee> required() {
        return required;
    }

    /** What was required by name, beyond what the content implies. */
    public Set<Guarantee> demanded() {
        return demanded;
    }

    /** Required guarantees of which partial enforcement will do. */
    public Set<Guarantee> partialAllowed() {
        return partialAllowed;
    }

    /**
     * Decides whether a path may be read or written. The entry nearest to the path wins; among equally near ones the lower
     * access. A protected name is read-only unless a path entry names it or something below it. A grant wins over what is
     * equally near.
     *
     * <p>The answer is about names: {@code .} and {@code ..} are resolved, a relative path is taken from the workspace,
     * links are not followed. Who then opens the file asks for its real path ({@link Path#toRealPath}). Reads at most the
     * {@code .git} file of a writable folder, to protect the folder it points to; may be called from any thread.
     *
     * @param requested {@link Access#READ} or {@link Access#WRITE}
     * @throws IllegalArgumentException if {@code requested} is {@link Access#NONE}, or the path is relative and there is no
     *     workspace
     */
    public AccessDecision decide(Path path, Access requested) {
        return rules.decide(path, requested);
    }

    /**
     * Tells whether this policy allows at most what another one allows: files, network, sockets, programs, variables of the
     * host, limits, and the guarantees that must hold. A yes is certain; a no may mean that the comparison is not. Paths are
     * compared as {@link #decide} sees them.
     */
    public boolean isWithin(SandboxPolicy bound) {
        return new PolicyBound(this, bound).holds();
    }

    PathRules rules() {
        return rules;
    }

    /** The same policy for another workspace; what a session does when the policy came without one. */
    public SandboxPolicy withWorkspace(Path root) {
        return toBuilder().workspace(root).build();
    }

    /**
     * Writes the policy as JSON, version 1; {@link #fromJson} reads an equal policy from it. Needs the artifact
     * {@code agent-runtime}.
     */
    public String toJson() {
        return AgentRuntimeProvider.current().policyToJson(this);
    }

    /**
     * Reads a policy that {@link #toJson} or a person wrote. Needs the artifact {@code agent-runtime}.
     *
     * @throws IllegalArgumentException naming the place and the expected form
     */
    public static SandboxPolicy fromJson(String json) {
        return AgentRuntimeProvider.current().policyFromJson(json);
    }

    /** Says in plain words what the policy allows and requires. */
    public String explain() {
        return PolicyText.of(this);
    }

    /** Says in plain words what the policy allows, and for each requirement by which mechanism it holds or why not. */
    public String explain(EnforcementReport report) {
        return PolicyText.of(this, report);
    }

    /** A copy to change. */
    public SandboxPolicyBuilder toBuilder() {
        SandboxPolicyBuilder builder = new SandboxPolicyBuilder();
        builder.entries.addAll(entries);
        builder.workspace = workspace;
        builder.wideWorkspace = wideWorkspace;
        builder.protectedNames = protectedNames;
        builder.privateTmp = privateTmp;
        builder.network = network;
        builder.unixSockets = unixSockets;
        builder.executables = executables;
        builder.environment = environment;
        builder.limits = limits;
        builder.demanded.addAll(demanded);
        builder.partialAllowed.addAll(partialAllowed);
        builder.grants = grants;
        return builder;
    }

    private List<Object> content() {
        return List.of(
                Set.copyOf(entries),
                workspace,
                wideWorkspace,
                protectedNames,
                privateTmp,
                network,
                unixSockets,
                executables,
                environment,
                limits,
                demanded,
                partialAllowed,
                Set.copyOf(grants));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SandboxPolicy that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    @Override
    public String toString() {
        return "SandboxPolicy[workspace=" + workspace.map(Path::toString).orElse("-") + ", entries="
                + entries.stream().map(Entry::describe).toList() + ", network=" + network + ", required=" + required
                + "]";
    }
}
