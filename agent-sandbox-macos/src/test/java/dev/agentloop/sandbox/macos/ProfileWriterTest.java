package dev.agentloop.sandbox.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the paths are those of a Mac")
class ProfileWriterTest {
    private static final Path WORKSPACE = Path.of("/src/project");
    private static final Path OWN_TMP = Path.of("/var/folders/xy/session");

    @Test
    void readOnlyPolicyBecomesTheGoldenProfile() {
        assertThat(text(SandboxPolicy.readOnly())).isEqualTo(golden("read-only"));
    }

    @Test
    void workspaceWritePolicyBecomesTheGoldenProfile() {
        assertThat(text(SandboxPolicy.workspaceWrite(WORKSPACE))).isEqualTo(golden("workspace-write"));
    }

    @Test
    void customPolicyBecomesTheGoldenProfile() {
        assertThat(text(custom())).isEqualTo(golden("custom"));
    }

    @Test
    void everyGoldenProfileIsReadBackEqual() {
        assertThat(List.of(SandboxPolicy.readOnly(), SandboxPolicy.workspaceWrite(WORKSPACE), custom()))
                .allSatisfy(policy -> {
                    Profile profile = new ProfileWriter(FixedPaths.mac(), Optional.of(OWN_TMP)).write(policy);
                    assertThat(ProfileParser.parse(profile.text())).isEqualTo(profile);
                });
    }

    @Test
    void theOrderOfEntriesHasNoMeaning() {
        List<Entry> entries = new ArrayList<>(custom().entries());
        Collections.reverse(entries);
        assertThat(text(custom().toBuilder().entries(entries).build())).isEqualTo(golden("custom"));
    }

    @Test
    void pathsWithQuotesAndBackslashesStayOneString() {
        Path odd = Path.of("/src/a\"b\\c (d) [e] $f");
        SandboxPolicy policy = SandboxPolicy.builder().write(odd).build();
        Profile profile = ProfileParser.parse(text(policy));
        assertThat(new ProfileDecision(profile).allows(Access.WRITE, odd.resolve("file")))
                .isTrue();
        assertThat(new ProfileDecision(profile).allows(Access.WRITE, odd.resolve(".git/config")))
                .isFalse();
        assertThat(new ProfileDecision(profile).allows(Access.WRITE, Path.of("/src/other")))
                .isFalse();
    }

    @Test
    void pathsWithControlCharactersAreRefused() {
        SandboxPolicy policy =
                SandboxPolicy.builder().write(Path.of("/src/a\nb")).build();
        assertThatThrownBy(() -> text(policy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The path /src/a?b holds a control character; rename it or leave it out of the policy");
    }

    private static SandboxPolicy custom() {
        SandboxPolicy policy = SandboxPolicy.builder()
                .workspace(WORKSPACE)
                .read(Path.of("/usr"))
                .entry(Entry.special(Entry.Special.WORKSPACE, Access.WRITE))
                .read(WORKSPACE.resolve("vendor"))
                .deny(WORKSPACE.resolve("secret"))
                .denyGlob("**/.env{,.local}")
                .entry(Entry.glob("conf/*.yml", Access.READ))
                .network(Network.none())
                .unixSockets(List.of(Path.of("/var/run/agent.sock")))
                .executables(List.of(Path.of("/usr/bin/git"), Path.of("/bin/sh")))
                .build();
        return PermissionGrant.path(Path.of("/opt/data"), Access.READ).applyTo(policy);
    }

    private static String text(SandboxPolicy policy) {
        return new ProfileWriter(FixedPaths.mac(), Optional.of(OWN_TMP))
                .write(policy)
                .text();
    }

    private static String golden(String name) {
        try (InputStream in = ProfileWriterTest.class.getResourceAsStream(name + ".sb")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("Cannot read the golden profile " + name, unreadable);
        }
    }
}
