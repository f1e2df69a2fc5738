package dev.agentloop.sandbox.spi.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.EnforcementReport;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SandboxSelectorTest {
    private static final SandboxPolicy POLICY = SandboxPolicy.readOnly();
    private static final Supplier<Availability> WORKS = () -> Availability.available(Duration.ZERO);

    private final SandboxProvider strong = new Fake("strong", 20, WORKS, POLICY.required());
    private final SandboxProvider weak = new Fake("weak", 30, WORKS, EnumSet.of(Guarantee.ENV));
    private final SandboxProvider absent = new Fake(
            "absent", 40, () -> Availability.unavailable("no kernel support", "update", Duration.ZERO), Set.of());
    private final SandboxProvider broken = new Fake(
            "broken",
            50,
            () -> {
                throw new IllegalStateException("a bug");
            },
            Set.of());

    @Test
    void theFirstThatWorksAndEnforcesEverythingIsUsed() {
        SandboxProvider lower = new Fake("lower", 10, WORKS, POLICY.required());

        assertThat(selector(lower, strong, weak, absent, broken).select(POLICY)).isSameAs(strong);
    }

    @Test
    void withoutOneEveryReasonIsToldAndNoneIsNoWayOut() {
        assertThatExceptionOfType(SandboxUnavailableException.class)
                .isThrownBy(() -> selector(new PlainProcessProvider(), weak, absent, broken)
                        .select(SandboxPolicy.readOnly()))
                .withMessageContaining("broken is not available: its probe failed with")
                .withMessageContaining("absent is not available: no kernel support. To fix: update; weak does not"
                        + " enforce what the policy requires: FS_WRITE (the provider does not report it)")
                .satisfies(refusal -> assertThat(refusal.getSuppressed()).hasSize(3));
    }

    @Test
    void noneIsNotEvenUsedForAPolicyItEnforces() {
        SandboxPolicy full = SandboxPolicy.dangerFullAccess();

        assertThatExceptionOfType(SandboxUnavailableException.class)
                .isThrownBy(() -> selector(new PlainProcessProvider()).select(full));
        assertThat(new SandboxSelector(List.of(new PlainProcessProvider(), strong), Optional.of("none")).select(full))
                .isInstanceOf(PlainProcessProvider.class);
    }

    @Test
    void aNameThatNobodyHasIsAnError() {
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> new SandboxSelector(List.of(strong), Optional.of("other")).select(POLICY))
                .withMessageContaining("There is no sandbox provider 'other'. Found: [strong]");
    }

    @Test
    void allAreJudgedInTheOrderTheyAreAsked() {
        assertThat(selector(new PlainProcessProvider(), strong, weak, absent, broken)
                        .candidates(POLICY))
                .extracting(candidate -> candidate.provider().id(), SandboxCandidate::accepted)
                .containsExactly(
                        tuple("broken", false),
                        tuple("absent", false),
                        tuple("weak", false),
                        tuple("strong", true),
                        tuple("none", false));
    }

    private static SandboxSelector selector(SandboxProvider... providers) {
        return new SandboxSelector(List.of(providers), Optional.empty());
    }

    private record Fake(String id, int priority, Supplier<Availability> availability, Set<Guarantee> enforced)
            implements SandboxProvider {
        @Override
        public Availability probe(ProbeContext context) {
            return availability.get();
        }

        @Override
        public EnforcementReport check(SandboxPolicy policy) {
            EnforcementReport.Builder report = EnforcementReport.builder(id);
            enforced.forEach(guarantee -> report.enforced(guarantee, "by the fake"));
            return report.build();
        }

        @Override
        public SandboxSession open(SandboxPolicy policy) {
            throw new AssertionError("nothing is opened");
        }
    }
}
