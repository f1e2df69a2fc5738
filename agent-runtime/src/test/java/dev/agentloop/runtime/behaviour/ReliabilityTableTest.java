package dev.agentloop.runtime.behaviour;

import dev.agentloop.model.ModelEndpoint.Wire;

class ReliabilityTableTest extends ReliabilityTable {
    ReliabilityTableTest() {
        super(Wire.RESPONSES);
    }
}
