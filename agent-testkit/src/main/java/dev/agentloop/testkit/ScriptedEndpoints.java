package dev.agentloop.testkit;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import java.net.URI;

/** Endpoints of the servers of this kit. */
final class ScriptedEndpoints {
    private ScriptedEndpoints() {}

    static ModelEndpoint.Builder builder(Wire wire, URI url) {
        ModelEndpoint.Builder endpoint = switch (wire) {
            case RESPONSES -> ModelEndpoint.responses(url);
            case CHAT_COMPLETIONS -> ModelEndpoint.chatCompletions(url);
            case ANTHROPIC_MESSAGES -> ModelEndpoint.anthropicMessages(url);
        };
        return endpoint.apiKey(() -> "scripted-key");
    }
}
