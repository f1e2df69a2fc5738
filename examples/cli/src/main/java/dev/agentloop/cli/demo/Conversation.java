package dev.agentloop.cli.demo;

import dev.agentloop.tool.ToolOutput;
import java.util.Optional;

/** What a model can see of a request: which calls were answered, and how. */
interface Conversation {
    /** The output of a call; empty when the call was not made yet. */
    Optional<ToolOutput> outputOf(String callId);

    /** Whether there is such a tool. */
    boolean offers(String tool);

    /** Characters of everything said so far, for an estimate of tokens. */
    long characters();
}
