package dev.agentloop.examples.quickstart;

import dev.agentloop.Agent;
import dev.agentloop.TurnResult;
import dev.agentloop.model.ModelEndpoint;
import java.net.URI;

/** The same with a server of one's own, such as Ollama, LM Studio or vLLM; it needs no key. */
public final class LocalModel {
    private LocalModel() {}

    /** Takes the server's address, such as {@code http://localhost:11434/v1}, and the name of one of its models. */
    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("Usage: LocalModel BASE_URL MODEL");
            System.exit(2);
        }
        System.out.println(ask(URI.create(args[0]), args[1]));
    }

    static String ask(URI baseUrl, String model) {
        ModelEndpoint server = ModelEndpoint.responses(baseUrl).build();
        try (Agent agent = Agent.builder().endpoint(server).model(model).build()) {
            TurnResult result = agent.run("Name three things a coding agent needs.");
            return result.finalMessage();
        }
    }
}
