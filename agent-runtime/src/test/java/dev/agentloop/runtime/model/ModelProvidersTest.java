package dev.agentloop.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.model.ModelEndpoint;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ModelProvidersTest {
    private static final URI URL = URI.create("http://localhost:11434/v1");

    @Test
    void theKeyComesFromTheNamedVariable() {
        assertThat(ModelProviders.open(ModelEndpoint.openAi(), name -> name.equals("OPENAI_API_KEY") ? "sk-1" : null)
                        .id())
                .isEqualTo("responses");
    }

    @Test
    void aMissingVariableIsNamedWithWhatToDo() {
        assertThatThrownBy(() -> ModelProviders.open(ModelEndpoint.openAi(), name -> " "))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessage("No key for api.openai.com: the environment variable OPENAI_API_KEY is not set. Set it, or"
                        + " give an endpoint with apiKey(...) to endpoint(...)");
    }

    @Test
    void aLocalServerNeedsNoKey() {
        assertThat(ModelProviders.open(ModelEndpoint.responses(URL).build(), name -> null)
                        .info("llama"))
                .isEqualTo(dev.agentloop.model.ModelInfo.unknown("llama"));
    }

    @Test
    void theWireOfTheEndpointChoosesTheProvider() {
        assertThat(ModelProviders.open(ModelEndpoint.chatCompletions(URL).build(), name -> null)
                        .id())
                .isEqualTo("chat");
        assertThat(ModelProviders.open(ModelEndpoint.anthropicMessages(URL).build(), name -> null)
                        .id())
                .isEqualTo("anthropic");
    }

    @Test
    void everyServiceHasItsOwnVariable() {
        assertThat(ModelProviders.open(
                                ModelEndpoint.anthropic(), name -> name.equals("ANTHROPIC_API_KEY") ? "sk-ant-1" : null)
                        .id())
                .isEqualTo("anthropic");
        assertThatThrownBy(() -> ModelProviders.open(ModelEndpoint.anthropic(), name -> null))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContaining("ANTHROPIC_API_KEY");
    }
}
