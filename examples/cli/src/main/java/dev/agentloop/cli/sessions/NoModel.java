package dev.agentloop.cli.sessions;

import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.spi.ModelProvider;

/** For agents that only look at sessions. */
enum NoModel implements ModelProvider {
    INSTANCE;

    @Override
    public String id() {
        return "no-model";
    }

    @Override
    public ModelStream open(ModelRequest request) {
        throw new IllegalStateException("This agent only looks at sessions; it runs no turns");
    }
}
