package dev.agentloop.testkit.tck;

import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.support.PlainProcessProvider;
import java.util.Set;

class PlainProcessProviderTckTest extends SandboxProviderTck {
    @Override
    protected SandboxProvider provider() {
        return new PlainProcessProvider();
    }

    @Override
    protected Set<Guarantee> requiredGuarantees() {
        return Set.of(Guarantee.ENV, Guarantee.LIMIT_WALL);
    }

    @Override
    protected boolean mayBeUnavailable() {
        return false;
    }
}
