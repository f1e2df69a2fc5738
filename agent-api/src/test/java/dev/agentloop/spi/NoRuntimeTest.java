package dev.agentloop.spi;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentConfigurationException;
import org.junit.jupiter.api.Test;

/** This module's tests run without a runtime on the class path. */
class NoRuntimeTest {
    @Test
    void aMissingRuntimeIsAnErrorThatNamesTheArtifact() {
        assertThatThrownBy(Agent::builder)
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContaining("dev.agentloop:agent-runtime");
    }

    @Test
    void theContextClassLoaderMayBeMissing() {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(null);
        try {
            assertThatThrownBy(AgentRuntimeProvider::current)
                    .isInstanceOf(AgentConfigurationException.class)
                    .hasMessageContaining("agent-runtime");
        } finally {
            current.setContextClassLoader(before);
        }
    }
}
