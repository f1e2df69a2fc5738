package dev.agentloop.runtime.hostprograms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.model.ModelInfo;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code of docs/models.md. */
class ModelsGuideTest {
    @Test
    void endpoints() {
        // region endpoints
        ModelEndpoint openAi = ModelEndpoint.openAi();
        ModelEndpoint anthropic = ModelEndpoint.anthropic();
        ModelEndpoint ollama =
                ModelEndpoint.responses(URI.create("http://localhost:11434/v1")).build();
        ModelEndpoint openRouter = ModelEndpoint.chatCompletions(URI.create("https://openrouter.ai/api/v1"))
                .apiKeyFromEnvironment("OPENROUTER_API_KEY")
                .build();
        // endregion

        assertThat(Stream.of(openAi, anthropic, ollama, openRouter).map(ModelEndpoint::wire))
                .containsExactly(Wire.RESPONSES, Wire.ANTHROPIC_MESSAGES, Wire.RESPONSES, Wire.CHAT_COMPLETIONS);
        assertThat(Stream.of(openAi, anthropic, ollama, openRouter)
                        .map(endpoint -> endpoint.apiKeyVariable().orElse("")))
                .containsExactly("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "", "OPENROUTER_API_KEY");
    }

    @Test
    void anythingElse() {
        // region parameters
        ModelEndpoint reproducible = ModelEndpoint.chatCompletions(URI.create("http://localhost:8000/v1"))
                .bodyParameter("seed", "7")
                .bodyParameter("presence_penalty", "0.5")
                .model(new ModelInfo("qwen3-coder", 262_144, 32_768, false, true))
                .build();
        // endregion

        assertThat(reproducible.bodyParameters()).isEqualTo(Map.of("seed", "7", "presence_penalty", "0.5"));
        assertThat(reproducible.models())
                .isEqualTo(List.of(new ModelInfo("qwen3-coder", 262_144, 32_768, false, true)));
    }
}
