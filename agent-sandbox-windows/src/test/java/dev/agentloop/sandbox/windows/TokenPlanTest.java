package dev.agentloop.sandbox.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.ResourceLimits;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.windows.AclRule.Verdict;
import dev.agentloop.sandbox.windows.TokenSpec.Integrity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the golden files hold paths without drives")
class TokenPlanTest {
    private static final Path WORKSPACE = Path.of("/src/project");
    private static final TokenPlan.Session SESSION =
            new TokenPlan.Session("S-1-15-3-1024-1-2-3", Path.of("/temp"), Path.of("/temp/session"));

    @Test
    void readOnlyPolicyBecomesTheGoldenPlan() {
        assertThat(json(SandboxPolicy.readOnly())).isEqualTo(golden("read-only"));
    }

    @Test
    void workspaceWritePolicyBecomesTheGoldenPlan() {
        assertThat(json(SandboxPolicy.workspaceWrite(WORKSPACE))).isEqualTo(golden("workspace-write"));
    }

    @Test
    void customPolicyBecomesTheGoldenPlan() {
        assertThat(json(custom())).isEqualTo(golden("custom"));
    }

    @Test
    void theOrderOfEntriesHasNoMeaning() {
        List<Entry> entries = new ArrayList<>(custom().entries());
        Collections.reverse(entries);
        assertThat(json(custom().toBuilder().entries(entries).build())).isEqualTo(golden("custom"));
    }

    @Test
    void fullAccessStillLosesPrivileges() {
        TokenPlan plan = TokenPlan.of(SandboxPolicy.dangerFullAccess(), SESSION);
        assertThat(plan.accessList()).isEmpty();
        assertThat(plan.privateDesktop()).isFalse();
        assertThat(plan.token()).isEqualTo(TokenSpec.unprivileged());
        assertThat(plan.token().integrity()).isEqualTo(Integrity.MEDIUM);
        assertThat(plan.token().flags()).containsExactly("DISABLE_MAX_PRIVILEGE", "LUA_TOKEN");
    }

    @Test
    void ofTwoEntriesForOneFolderTheStricterWins() {
        SandboxPolicy policy = SandboxPolicy.builder()
                .write(WORKSPACE)
                .write(WORKSPACE.resolve("a"))
                .read(WORKSPACE.resolve("a"))
                .protectedNames(List.of())
                .build();
        assertThat(TokenPlan.of(policy, SESSION).accessList())
                .containsExactly(
                        new AclRule(WORKSPACE, Verdict.ALLOW_WRITE),
                        new AclRule(WORKSPACE.resolve("a"), Verdict.DENY_WRITE));
    }

    @Test
    void pathsAreEscaped() {
        SandboxPolicy policy = SandboxPolicy.builder()
                .write(Path.of("/a\"b\\c\td"))
                .protectedNames(List.of())
                .build();
        assertThat(json(policy)).contains("\"path\": \"/a\\\"b\\\\c\\u0009d\"");
    }

    @Test
    void aSidThatMayBelongToSomebodyIsRefused() {
        assertThatThrownBy(() -> new TokenPlan.Session("S-1-5-21-1-2-3-1001", WORKSPACE, WORKSPACE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sessionSid: S-1-5-21-1-2-3-1001 may belong to somebody");
    }

    private static SandboxPolicy custom() {
        SandboxPolicy policy = SandboxPolicy.builder()
                .workspace(WORKSPACE)
                .entry(Entry.special(Entry.Special.ROOT, Access.READ))
                .entry(Entry.special(Entry.Special.WORKSPACE, Access.WRITE))
                .read(WORKSPACE.resolve("vendor"))
                .write(WORKSPACE.resolve("vendor/generated"))
                .deny(Path.of("/etc/secret"))
                .protectedNames(List.of(".git"))
                .network(Network.full())
                .limits(ResourceLimits.builder()
                        .processes(64)
                        .memoryBytes(2_000_000_000L)
                        .cpuTime(Duration.ofMinutes(2))
                        .build())
                .build();
        return PermissionGrant.path(Path.of("/opt/data"), Access.WRITE).applyTo(policy);
    }

    private static String json(SandboxPolicy policy) {
        return TokenPlan.of(policy, SESSION).toJson();
    }

    private static String golden(String name) {
        try (InputStream in = TokenPlanTest.class.getResourceAsStream(name + ".json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read the golden plan " + name, unreadable);
        }
    }
}
