package dev.agentloop.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The compatibility kit skips what a machine cannot give, so this fails where the sandbox does not work at all. */
class BwrapAvailabilityTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void theSandboxWorksOnThisMachine() {
        Availability availability = new BwrapProvider().probe(ProbeContext.ofDefaults());
        assertThat(availability.usable())
                .as("%s. %s", availability.reasons(), availability.fixHint())
                .isTrue();
    }
}
