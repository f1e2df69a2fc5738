package dev.agentloop.runtime.behaviour;

import dev.agentloop.model.ModelEndpoint.Wire;

class MessagesReliabilityTableTest extends ReliabilityTable {
    MessagesReliabilityTableTest() {
        super(Wire.ANTHROPIC_MESSAGES);
    }
}
