package dev.agentloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PermissionGrantTest {

    @Provide
    Arbitrary<Path> paths() {
        return Arbitraries.of("ws", "a", "b", ".git", ".env", "tmp", "c.txt")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(names -> Path.of("/" + String.join("/", names)));
    }

    @Provide
    Arbitrary<SandboxPolicy> policies() {
        Arbitrary<Entry> named =
                Combinators.combine(paths(), Arbitraries.of(Access.class)).as(Entry::path);
        Arbitrary<Entry> matched = Combinators.combine(
                        Arbitraries.of("**/.env", "**/a/**", "/ws/*", "b", "**"), Arbitraries.of(Access.class))
                .as(Entry::glob);
        Arbitrary<Entry> special = Combinators.combine(
                        Arbitraries.of(Entry.Special.class), Arbitraries.of(Access.class))
                .as(Entry::special);
        return Arbitraries.oneOf(named, matched, special)
                .list()
                .ofMaxSize(6)
                .map(entries -> SandboxPolicy.builder()
                        .entries(entries)
                        .workspace(Path.of("/ws"))
                        .build());
    }

    @Property
    void allowsWhatItGrants(
            @ForAll("policies") SandboxPolicy policy, @ForAll("paths") Path path, @ForAll boolean write) {
        Access access = write ? Access.WRITE : Access.READ;

        SandboxPolicy widened = PermissionGrant.path(path, access).applyTo(policy);

        assertThat(widened.decide(path, access).allowed()).isTrue();
    }

    @Property
    void changesNothingOutsideItsPathAndTakesNothingAway(
            @ForAll("policies") SandboxPolicy policy,
            @ForAll("paths") Path path,
            @ForAll("paths") Path other,
            @ForAll boolean write) {
        SandboxPolicy widened =
                PermissionGrant.path(path, write ? Access.WRITE : Access.READ).applyTo(policy);

        for (Access asked : List.of(Access.READ, Access.WRITE)) {
            boolean before = policy.decide(other, asked).allowed();
            boolean after = widened.decide(other, asked).allowed();
            if (before || !other.startsWith(path) || (asked == Access.WRITE && !write)) {
                assertThat(after).isEqualTo(before);
            }
        }
        assertThat(widened.network()).isEqualTo(policy.network());
        assertThat(widened.entries()).isEqualTo(policy.entries());
    }

    @Test
    void aGrantOfWhatIsAllowedChangesNothing() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(Path.of("/ws"));

        assertThat(PermissionGrant.path(Path.of("/ws/a"), Access.WRITE).applyTo(policy))
                .isSameAs(policy);
    }

    @Test
    void aGrantOpensTheProtectedNameItNames() {
        SandboxPolicy policy = PermissionGrant.path(Path.of("/ws/.git"), Access.WRITE)
                .applyTo(SandboxPolicy.workspaceWrite(Path.of("/ws")));

        assertThat(policy.decide(Path.of("/ws/.git/index"), Access.WRITE))
                .returns(true, AccessDecision::allowed)
                .returns("writing /ws/.git/index is allowed by the grant \"write /ws/.git\"", AccessDecision::reason);
        assertThat(policy.decide(Path.of("/ws/sub/.git/index"), Access.WRITE).allowed())
                .isFalse();
    }

    @Test
    void aGrantOfAHostAddsThatHost() {
        SandboxPolicy policy = PermissionGrant.host("example.com:443").applyTo(SandboxPolicy.readOnly());

        assertThat(policy.network()).isEqualTo(Network.allowList("example.com:443"));
        assertThat(policy.required()).contains(Guarantee.NET_ALLOWLIST).doesNotContain(Guarantee.NET_NONE);
        assertThat(PermissionGrant.host("b:1").applyTo(policy).network())
                .isEqualTo(Network.allowList("example.com:443", "b:1"));
        assertThat(PermissionGrant.host("b:1")
                        .applyTo(SandboxPolicy.dangerFullAccess())
                        .network())
                .isEqualTo(Network.full());
    }

    @Test
    void exactlyOneThingIsGranted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PermissionGrant(Optional.empty(), Access.READ, Optional.empty()))
                .withMessage("grant: give one path or one host");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PermissionGrant.path(Path.of("/a"), Access.NONE))
                .withMessage("grant: a path needs READ or WRITE, a host has no access");
        assertThat(PermissionGrant.path(Path.of("/a/../b"), Access.READ).describe())
                .isEqualTo("read /b");
        assertThat(PermissionGrant.host("a.b:80").describe()).isEqualTo("connect to a.b:80");
    }

    @Test
    void leavesProtectedNamesBelowTheGrantedPathReadOnly() {
        SandboxPolicy widened =
                PermissionGrant.path(Path.of("/ws"), Access.WRITE).applyTo(SandboxPolicy.readOnly());

        assertThat(widened.decide(Path.of("/ws/src/A.java"), Access.WRITE).allowed())
                .isTrue();
        assertThat(widened.decide(Path.of("/ws/.git/config"), Access.WRITE).allowed())
                .isFalse();
        assertThat(widened.decide(Path.of("/ws/.git/config"), Access.READ).allowed())
                .isTrue();
        assertThat(widened.required()).contains(Guarantee.METADATA);
    }
}
