package dev.agentloop.sandbox.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.Enforcement.Level;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TokenProviderTest {
    @TempDir
    Path workspace;

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(SandboxProvider.class))
                .extracting(SandboxProvider::id)
                .contains("windows-token");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void elsewhereItIsUnavailableAndSaysWhy() {
        Availability availability = new TokenProvider().probe(ProbeContext.ofDefaults());
        assertThat(availability.level()).isEqualTo(Availability.Level.UNAVAILABLE);
        assertThat(availability.reasons()).containsExactly("this is not Windows");
    }

    @Test
    void onWindowsItIsUnavailableBecauseTheHelperIsMissing() {
        Availability availability = new TokenProvider("Windows 11").probe(ProbeContext.ofDefaults());
        assertThat(availability.level()).isEqualTo(Availability.Level.UNAVAILABLE);
        assertThat(availability.reasons())
                .containsExactly(
                        "the helper program that starts commands under a restricted token is not part of this build");
        assertThat(availability.fixHint()).contains("later release").contains("WSL 2");
    }

    @Test
    void opensNothing() {
        SandboxPolicy policy = SandboxPolicy.dangerFullAccess();
        assertThatThrownBy(() -> new TokenProvider("Windows 11").open(policy))
                .isInstanceOf(SandboxUnavailableException.class)
                .hasMessageContaining("The sandbox windows-token is not available: the helper program");
    }

    @Test
    void theReportSaysSomethingAboutEveryGuarantee() {
        for (SandboxPolicy policy :
                Arrays.asList(SandboxPolicy.workspaceWrite(workspace), SandboxPolicy.dangerFullAccess())) {
            EnforcementReport report = new TokenProvider().check(policy);
            assertThat(Guarantee.values())
                    .allSatisfy(guarantee ->
                            assertThat(report.of(guarantee).detail()).isNotEqualTo("the provider does not report it"));
        }
    }

    @Test
    void withoutAFenceForTheNetworkTheDefaultPolicyIsRefused() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace);
        assertThat(new TokenProvider().check(policy).missing(policy))
                .containsExactly(Guarantee.METADATA, Guarantee.NET_NONE, Guarantee.UNIX_SOCKETS);
    }

    @Test
    void withNetworkAndPartialMetadataNothingElseIsMissing() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace).toBuilder()
                .network(Network.full())
                .allowPartial(Guarantee.METADATA)
                .build();
        assertThat(new TokenProvider().check(policy).missing(policy)).isEmpty();
    }

    @Test
    void readingAndGlobsCannotBeRefused() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(workspace).toBuilder()
                .deny(workspace.resolve("secret"))
                .denyGlob("**/.env")
                .build();
        EnforcementReport report = new TokenProvider().check(policy);
        assertThat(report.of(Guarantee.FS_READ).level()).isEqualTo(Level.NOT_ENFORCED);
        assertThat(report.of(Guarantee.FS_WRITE).level()).isEqualTo(Level.PARTIAL);
        assertThat(report.of(Guarantee.FS_DENY_GLOB).level()).isEqualTo(Level.NOT_ENFORCED);
        assertThat(report.missing(policy)).contains(Guarantee.FS_READ, Guarantee.FS_DENY_GLOB);
    }
}
