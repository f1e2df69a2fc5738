package dev.agentloop.examples.quickstart;

import dev.agentloop.Agent;
import dev.agentloop.TurnResult;

/** Asks a model one question. Needs a key in the environment variable {@code OPENAI_API_KEY}. */
public final class Quickstart {
    private Quickstart() {}

    /** Builds an agent, runs a turn, prints the answer. */
    public static void main(String[] args) {
        try (Agent agent = Agent.builder().model("gpt-5.5").build()) {
            TurnResult result = agent.run("Name three things a coding agent needs.");
            System.out.println(result.finalMessage());
        }
    }
}
