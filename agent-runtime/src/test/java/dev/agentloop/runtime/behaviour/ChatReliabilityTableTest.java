package dev.agentloop.runtime.behaviour;

import dev.agentloop.model.ModelEndpoint.Wire;

class ChatReliabilityTableTest extends ReliabilityTable {
    ChatReliabilityTableTest() {
        super(Wire.CHAT_COMPLETIONS);
    }
}
