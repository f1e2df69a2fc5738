package dev.agentloop.sandbox.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Enforcement.Level;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.PreparedCommand;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SeatbeltProviderTest {
    private static final Path NOWHERE = Path.of("/nowhere/sandbox-exec");

    @TempDir
    Path workspace;

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(SandboxProvider.class))
                .extracting(SandboxProvider::id)
                .contains("macos-seatbelt");
    }

    @Test
    @DisabledOnOs(OS.MAC)
    void elsewhereItIsUnavailableAndSaysWhy() {
        Availability availability = new SeatbeltProvider().probe(ProbeContext.ofDefaults());
        assertThat(availability.level()).isEqualTo(Availability.Level.UNAVAILABLE);
        assertThat(availability.reasons()).containsExactly("this is not macOS");
        assertThatThrownBy(() -> new SeatbeltProvider().open(SandboxPolicy.workspaceWrite(workspace)))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("The sandbox macos-seatbelt is not available: this is not macOS");
    }

    @Test
    void withoutItsProgramItIsUnavailable() {
        SeatbeltProbe probe = new SeatbeltProbe(() -> "Mac OS X", NOWHERE);
        assertThat(probe.result(ProbeContext.ofDefaults()).reasons())
                .containsExactly("the program " + NOWHERE + " is missing, which belongs to macOS");
    }

    /** A program that confines nothing stands in for sandbox-exec: the self-test must notice. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aSelfTestThatFailsMakesItUnavailable() {
        SeatbeltProbe probe = new SeatbeltProbe(() -> "Mac OS X", Path.of("/bin/sh"));
        Availability availability = probe.result(ProbeContext.ofDefaults());
        assertThat(availability.level()).isEqualTo(Availability.Level.UNAVAILABLE);
        assertThat(availability.reasons()).singleElement().asString().startsWith("the self-test could not run");
    }

    @Test
    @EnabledOnOs(OS.MAC)
    void onMacOsTheSelfTestPasses() {
        assertThat(new SeatbeltProvider().probe(ProbeContext.ofDefaults()).reasons())
                .isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCommandIsWrappedWithTheProfileAndItsOwnTemporaryFolder() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace);
        TemporaryFolder own = TemporaryFolder.create();
        String profile = new ProfileWriter(new MacPaths(), Optional.of(own.path()))
                .write(policy)
                .text();
        try (SeatbeltSession session =
                new SeatbeltSession(new SeatbeltProvider(), policy, new MacPaths(), Optional.of(own))) {
            PreparedCommand prepared =
                    session.wrap(new PreparedCommand(List.of("/bin/echo", "a b"), Map.of("LANG", "C"), workspace));
            assertThat(prepared)
                    .isEqualTo(new PreparedCommand(
                            List.of("/usr/bin/sandbox-exec", "-p", profile, "--", "/bin/echo", "a b"),
                            Map.of("LANG", "C", "TMPDIR", own.path().toString()),
                            workspace));
        }
        assertThat(own.path()).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPolicyThatConfinesNothingNeedsNoProfile() {
        SandboxPolicy policy = SandboxPolicy.dangerFullAccess().withWorkspace(workspace);
        try (SeatbeltSession session =
                new SeatbeltSession(new SeatbeltProvider(), policy, new MacPaths(), Optional.empty())) {
            assertThat(session.prepare(CommandSpec.of("/bin/sh")).argv()).containsExactly("/bin/sh");
        }
        assertThat(new SeatbeltProvider().check(policy).missing(policy)).isEmpty();
    }

    @Test
    void theReportNamesWhatIsMissingForTheDefaultPolicy() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace);
        EnforcementReport report = new SeatbeltProvider().check(policy);
        assertThat(report.missing(policy)).containsExactly(Guarantee.TREE_KILL);
        assertThat(report.missing(
                        policy.toBuilder().allowPartial(Guarantee.TREE_KILL).build()))
                .isEmpty();
    }

    @Test
    void listedHostsAreNotEnforcedWithoutAProxy() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace).toBuilder()
                .network(Network.allowList("example.com"))
                .build();
        EnforcementReport report = new SeatbeltProvider().check(policy);
        assertThat(report.of(Guarantee.NET_ALLOWLIST).level()).isEqualTo(Level.NOT_ENFORCED);
        assertThat(report.missing(policy)).contains(Guarantee.NET_ALLOWLIST);
    }

    @Test
    void aGlobIsPartialWhereFilesCanLeaveTheWorkspace() {
        SandboxPolicy outside = SandboxPolicy.workspaceWrite(workspace).toBuilder()
                .denyGlob("**/.env")
                .build();
        SandboxPolicy confined = SandboxPolicy.readOnly().toBuilder()
                .workspace(workspace)
                .denyGlob("**/.env")
                .build();
        assertThat(new SeatbeltProvider()
                        .check(outside)
                        .of(Guarantee.FS_DENY_GLOB)
                        .level())
                .isEqualTo(Level.PARTIAL);
        assertThat(new SeatbeltProvider()
                        .check(confined)
                        .of(Guarantee.FS_DENY_GLOB)
                        .level())
                .isEqualTo(Level.ENFORCED);
    }
}
