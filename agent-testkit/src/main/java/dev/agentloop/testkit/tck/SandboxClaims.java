package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.EnforcementCheck;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Probe and report. */
abstract class SandboxClaims {
    private final SandboxTckBase kit;

    SandboxClaims(SandboxTckBase kit) {
        this.kit = kit;
    }

    @Test
    void theProbeAnswersTheSameTwice() {
        Availability first = kit.provider().probe(ProbeContext.ofDefaults());
        Availability second = kit.provider().probe(ProbeContext.ofDefaults());

        assertThat(second.level()).isEqualTo(first.level());
        assertThat(second.reasons()).isEqualTo(first.reasons());
    }

    @Test
    void theReportNamesTheProviderAndIsRepeatable() {
        EnforcementReport report = kit.provider().check(kit.workspaceWrite());

        assertThat(report.providerId()).isEqualTo(kit.provider().id());
        assertThat(kit.provider().check(kit.workspaceWrite())).isEqualTo(report);
    }

    @Test
    void whatMustBeEnforcedIsEnforced() {
        EnforcementReport report = kit.provider().check(kit.workspaceWrite());

        assertThat(kit.requiredGuarantees())
                .allSatisfy(guarantee -> assertThat(report.of(guarantee).isEnforced())
                        .as("%s: %s", guarantee, report.of(guarantee))
                        .isTrue());
    }

    @Test
    void eachRequiredGuaranteeThatIsMissingRefusesBeforeAStart() {
        for (Guarantee guarantee : kit.requiredGuarantees()) {
            SandboxPolicy policy =
                    kit.workspaceWrite().toBuilder().require(guarantee).build();

            assertThatExceptionOfType(SandboxUnavailableException.class)
                    .isThrownBy(() -> EnforcementCheck.open(
                            new Weakened(kit.provider(), guarantee), policy, ProbeContext.ofDefaults()))
                    .satisfies(refusal -> assertThat(refusal.missing()).contains(guarantee));
        }
    }

    @Test
    void aPolicyWhoseWorkspaceDoesNotExistIsRefused() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(kit.host().resolve("gone"));

        assertThatExceptionOfType(SandboxUnavailableException.class)
                .isThrownBy(() -> kit.provider().open(policy))
                .withMessageContaining(kit.host().resolve("gone").toString());
    }

    /** The provider under test without one guarantee; opening it would be the error. */
    private record Weakened(SandboxProvider whole, Guarantee without) implements SandboxProvider {
        @Override
        public String id() {
            return whole.id() + "-weakened";
        }

        @Override
        public int priority() {
            return whole.priority();
        }

        @Override
        public Availability probe(ProbeContext context) {
            return Availability.available(Duration.ZERO);
        }

        @Override
        public EnforcementReport check(SandboxPolicy policy) {
            return whole.check(policy).toBuilder()
                    .notEnforced(without, "removed by the kit")
                    .build();
        }

        @Override
        public SandboxSession open(SandboxPolicy policy) {
            throw new AssertionError("Opened although " + without + " is required and missing");
        }
    }
}
