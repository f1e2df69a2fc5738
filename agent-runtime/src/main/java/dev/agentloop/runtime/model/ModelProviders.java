package dev.agentloop.runtime.model;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.runtime.model.anthropic.AnthropicModelProvider;
import dev.agentloop.runtime.model.chat.ChatModelProvider;
import dev.agentloop.runtime.model.responses.ResponsesModelProvider;
import dev.agentloop.spi.ModelProvider;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes the provider that speaks an endpoint's wire. */
public final class ModelProviders {
    private ModelProviders() {}

    /**
     * The provider of this endpoint. A key that stands in an environment variable is read now.
     *
     * @param environment the value of an environment variable, null when it is not set
     * @throws AgentConfigurationException when the variable is not set, or a body parameter cannot be sent
     */
    public static ModelProvider open(ModelEndpoint endpoint, Function<String, @Nullable String> environment) {
        return switch (endpoint.wire()) {
            case RESPONSES -> new ResponsesModelProvider(endpoint, key(endpoint, environment));
            case CHAT_COMPLETIONS -> new ChatModelProvider(endpoint, key(endpoint, environment));
            case ANTHROPIC_MESSAGES -> new AnthropicModelProvider(endpoint, key(endpoint, environment));
        };
    }

    private static Optional<Supplier<String>> key(
            ModelEndpoint endpoint, Function<String, @Nullable String> environment) {
        if (endpoint.apiKeyVariable().isEmpty()) {
            return endpoint.apiKey();
        }
        String variable = endpoint.apiKeyVariable().get();
        String value = environment.apply(variable);
        if (value == null || value.isBlank()) {
            throw new AgentConfigurationException(
                    "No key for " + endpoint.baseUrl().getHost()
                            + ": the environment variable " + variable
                            + " is not set. Set it, or give an endpoint with apiKey(...) to endpoint(...)");
        }
        return Optional.of(() -> value);
    }
}
