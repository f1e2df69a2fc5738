package dev.agentloop.sandbox.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.Enforcement;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnforcementCheckTest {
    private static final SandboxPolicy EVERYTHING = SandboxPolicy.dangerFullAccess().toBuilder()
            .require(Guarantee.values())
            .build();

    @ParameterizedTest
    @EnumSource
    void eachRequiredGuaranteeThatIsMissingRefusesBeforeOpening(Guarantee removed) {
        FakeProvider provider = new FakeProvider(removed, Enforcement.notEnforced("it was removed"));

        assertThatExceptionOfType(SandboxUnavailableException.class)
                .isThrownBy(() -> EnforcementCheck.open(provider, EVERYTHING, ProbeContext.ofDefaults()))
                .withMessage("The sandbox fake cannot enforce what the policy requires: " + removed
                        + " (it was removed). Change the policy, or accept what is partial with allowPartial")
                .satisfies(refusal -> assertThat(refusal.missing()).containsExactly(removed));
        assertThat(provider.opened).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPartialNeedsToBeAccepted(Guarantee weakened) {
        FakeProvider provider = new FakeProvider(weakened, Enforcement.partial("a way is open"));

        assertThatExceptionOfType(SandboxUnavailableException.class)
                .isThrownBy(() -> EnforcementCheck.open(provider, EVERYTHING, ProbeContext.ofDefaults()));
        assertThat(provider.opened).hasValue(0);

        SandboxPolicy accepting = EVERYTHING.toBuilder().allowPartial(weakened).build();
        EnforcementCheck.open(provider, accepting, ProbeContext.ofDefaults()).close();
        assertThat(provider.opened).hasValue(1);
    }

    @Test
    void anUnavailableProviderIsRefusedWithItsReasonAndHint() {
        FakeProvider provider = new FakeProvider(Guarantee.ENV, Enforcement.enforced("x")) {
            @Override
            public Availability probe(ProbeContext context) {
                return Availability.unavailable("no kernel support", "install it", Duration.ZERO);
            }
        };

        assertThatExceptionOfType(SandboxUnavailableException.class)
                .isThrownBy(() -> EnforcementCheck.open(provider, EVERYTHING, ProbeContext.ofDefaults()))
                .withMessage("The sandbox fake is not available: no kernel support. To fix: install it");
        assertThat(provider.opened).hasValue(0);
    }

    private static class FakeProvider implements SandboxProvider {
        private final AtomicInteger opened = new AtomicInteger();
        private final Guarantee special;
        private final Enforcement enforcement;

        FakeProvider(Guarantee special, Enforcement enforcement) {
            this.special = special;
            this.enforcement = enforcement;
        }

        @Override
        public String id() {
            return "fake";
        }

        @Override
        public int priority() {
            return 1;
        }

        @Override
        public Availability probe(ProbeContext context) {
            return Availability.available(Duration.ZERO);
        }

        @Override
        public EnforcementReport check(SandboxPolicy policy) {
            EnforcementReport.Builder report = EnforcementReport.builder(id());
            for (Guarantee guarantee : Guarantee.values()) {
                report.enforced(guarantee, "by the fake");
            }
            return report.set(special, enforcement).build();
        }

        @Override
        public SandboxSession open(SandboxPolicy policy) {
            opened.incrementAndGet();
            return new PlainProcessProvider().open(policy);
        }
    }
}
