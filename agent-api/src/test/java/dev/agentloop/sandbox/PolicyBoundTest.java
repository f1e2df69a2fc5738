package dev.agentloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;

class PolicyBoundTest {
    private static final Path WORK = Path.of("/work");
    private static final SandboxPolicy WORKSPACE = SandboxPolicy.workspaceWrite(WORK);

    @Property(tries = 5_000)
    void whatIsWithinAllowsNoPathThatTheBoundRefuses(
            @ForAll("policies") SandboxPolicy narrow,
            @ForAll("policies") SandboxPolicy wide,
            @ForAll("paths") List<Path> paths) {
        boolean within = narrow.isWithin(wide);
        Statistics.collect(within);
        if (!within) {
            return;
        }
        for (Path path : paths) {
            for (Access access : List.of(Access.READ, Access.WRITE)) {
                assertThat(narrow.decide(path, access).allowed()
                                && !wide.decide(path, access).allowed())
                        .as("%s of %s", access, path)
                        .isFalse();
            }
        }
    }

    @Property
    void everyPolicyIsWithinItselfAndFullAccess(@ForAll("policies") SandboxPolicy policy) {
        assertThat(policy.isWithin(policy)).isTrue();
        assertThat(policy.isWithin(policy.toBuilder().build())).isTrue();
        assertThat(policy.isWithin(SandboxPolicy.dangerFullAccess())).isTrue();
    }

    @Test
    void usualChildrenFitTheirParents() {
        SandboxPolicy reader = SandboxPolicy.readOnly().toBuilder()
                .entry(Entry.special(Entry.Special.TMP, Access.NONE))
                .build();
        assertThat(reader.isWithin(WORKSPACE)).isTrue();
        assertThat(SandboxPolicy.workspaceWrite(WORK.resolve("part")).isWithin(WORKSPACE))
                .isTrue();
        assertThat(WORKSPACE.toBuilder()
                        .entry(Entry.glob("**/.env", Access.NONE))
                        .build()
                        .isWithin(WORKSPACE))
                .isTrue();
        SandboxPolicy guarded =
                WORKSPACE.toBuilder().entry(Entry.glob("**/.env", Access.NONE)).build();
        assertThat(guarded.toBuilder()
                        .entry(Entry.path(WORK.resolve("docs"), Access.READ))
                        .build()
                        .isWithin(guarded))
                .isTrue();
    }

    @Test
    void widerChildrenDoNot() {
        // The workspace policy has a temporary folder of its own and cannot read the host's.
        assertThat(SandboxPolicy.readOnly().isWithin(WORKSPACE)).isFalse();
        assertThat(WORKSPACE.isWithin(SandboxPolicy.readOnly())).isFalse();
        assertThat(SandboxPolicy.workspaceWrite(Path.of("/other")).isWithin(WORKSPACE))
                .isFalse();
        assertThat(WORKSPACE.isWithin(WORKSPACE.toBuilder()
                        .entry(Entry.glob("**/.env", Access.NONE))
                        .build()))
                .isFalse();
        assertThat(WORKSPACE.toBuilder().protectedNames(Set.of()).build().isWithin(WORKSPACE))
                .isFalse();
        assertThat(SandboxPolicy.dangerFullAccess().isWithin(WORKSPACE)).isFalse();
    }

    @Test
    void theNetworkOfAChildIsThatOfItsParentOrLess() {
        SandboxPolicy listed = network(Network.allowList("*.example.com:443", "db.local:5432,5433"));
        assertThat(network(Network.none()).isWithin(listed)).isTrue();
        assertThat(network(Network.allowList("api.example.com:443")).isWithin(listed))
                .isTrue();
        assertThat(network(Network.allowList("db.local:5432")).isWithin(listed)).isTrue();
        assertThat(network(Network.allowList("db.local:22")).isWithin(listed)).isFalse();
        assertThat(network(Network.allowList("*.com:443")).isWithin(listed)).isFalse();
        assertThat(network(Network.full()).isWithin(listed)).isFalse();
        assertThat(listed.isWithin(network(Network.full()))).isTrue();
    }

    @Test
    void limitsVariablesProgramsAndGuaranteesCount() {
        ResourceLimits minute =
                ResourceLimits.builder().wallTime(Duration.ofMinutes(1)).build();
        SandboxPolicy limited = WORKSPACE.toBuilder().limits(minute).build();
        assertThat(limited.isWithin(WORKSPACE)).isTrue();
        assertThat(WORKSPACE.isWithin(limited)).isFalse();

        SandboxPolicy more = WORKSPACE.toBuilder()
                .environment(Environment.standard().allowing("EDITOR"))
                .build();
        assertThat(WORKSPACE.isWithin(more)).isTrue();
        assertThat(more.isWithin(WORKSPACE)).isFalse();

        SandboxPolicy onlyGit = WORKSPACE.toBuilder()
                .executables(Set.of(Path.of("/usr/bin/git")))
                .build();
        assertThat(onlyGit.isWithin(WORKSPACE)).isTrue();
        assertThat(WORKSPACE.isWithin(onlyGit)).isFalse();

        SandboxPolicy strict =
                WORKSPACE.toBuilder().require(Guarantee.SYSCALL_FILTER).build();
        assertThat(strict.isWithin(WORKSPACE)).isTrue();
        assertThat(WORKSPACE.isWithin(strict)).isFalse();
    }

    private static SandboxPolicy network(Network network) {
        return WORKSPACE.toBuilder().network(network).build();
    }

    @Provide
    Arbitrary<SandboxPolicy> policies() {
        return Combinators.combine(
                        entries().list().ofMaxSize(5),
                        Arbitraries.of(List.<Set<String>>of(Set.of(), Set.of("a"), Set.of("a", "b"), Set.of("b"))),
                        grants().list().ofMaxSize(1),
                        Arbitraries.of(Path.of("/a"), Path.of("/b/a")))
                .as((entries, names, grants, workspace) -> {
                    SandboxPolicyBuilder builder =
                            SandboxPolicy.builder().workspace(workspace).protectedNames(names);
                    entries.forEach(builder::entry);
                    SandboxPolicy policy = builder.build();
                    for (PermissionGrant grant : grants) {
                        policy = grant.applyTo(policy);
                    }
                    return policy;
                });
    }

    private static Arbitrary<Entry> entries() {
        Arbitrary<Access> access = Arbitraries.of(Access.class);
        return Arbitraries.oneOf(
                Combinators.combine(path(0, 4), access).as(Entry::path),
                Combinators.combine(
                                Arbitraries.of("**/a", "**/b/**", "/a/*", "/a/**", "b", "*", "**", "/b/a/b", "**/c"),
                                access)
                        .as(Entry::glob),
                Combinators.combine(Arbitraries.of(Entry.Special.ROOT, Entry.Special.WORKSPACE), access)
                        .as(Entry::special));
    }

    private static Arbitrary<PermissionGrant> grants() {
        return Combinators.combine(path(1, 3), Arbitraries.of(Access.READ, Access.WRITE))
                .as(PermissionGrant::path);
    }

    @Provide
    Arbitrary<List<Path>> paths() {
        return path(0, 6).list().ofSize(40);
    }

    private static Arbitrary<Path> path(int min, int max) {
        return Arbitraries.of("a", "b", "c")
                .list()
                .ofMinSize(min)
                .ofMaxSize(max)
                .map(names -> Path.of("/" + String.join("/", names)));
    }
}
