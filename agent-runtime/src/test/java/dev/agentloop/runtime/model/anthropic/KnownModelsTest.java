package dev.agentloop.runtime.model.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ReasoningEffort;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownModelsTest {
    private static final URI URL = URI.create("http://localhost:1/v1");

    @ParameterizedTest
    @CsvSource({
        "claude-sonnet-4-5-20250929,405",
        "claude-sonnet-4-20250514,400",
        "claude-opus-4-6,406",
        "claude-sonnet-5,500",
        "claude-3-7-sonnet-20250219,307",
        "claude-3-haiku-20240307,300",
        "anthropic/claude-opus-4.7,407",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0,405",
        "claude-next,0",
        "deepseek-chat,0"
    })
    void theVersionStandsInTheName(String model, int version) {
        assertThat(KnownModels.versionOf(model)).isEqualTo(version);
    }

    @Test
    void whatTheApplicationSaysCounts() {
        KnownModels models = new KnownModels(ModelEndpoint.anthropicMessages(URL)
                .model(new ModelInfo("claude-sonnet-5", 1_000_000, 128_000, true, false))
                .build());

        assertThat(models.info("claude-sonnet-5"))
                .isEqualTo(new ModelInfo("claude-sonnet-5", 1_000_000, 128_000, false, false));
        assertThat(models.info("claude-opus-4-1"))
                .isEqualTo(new ModelInfo("claude-opus-4-1", 200_000, 32_000, false, true));
        assertThat(models.info("claude-3-5-sonnet-latest").maxOutputTokens()).isEqualTo(8_192);
        assertThat(models.info("other")).isEqualTo(ModelInfo.unknown("other"));
    }

    @ParameterizedTest
    @CsvSource({
        "claude-sonnet-4-5,LOW,32000,BUDGET,4096,''",
        "claude-sonnet-4-5,XHIGH,32000,BUDGET,16000,''",
        "claude-sonnet-4-5,NONE,32000,OFF,0,''",
        "claude-opus-4-6,XHIGH,32000,ADAPTIVE,0,max",
        "claude-opus-4-7,XHIGH,32000,ADAPTIVE,0,xhigh",
        "claude-sonnet-5,MINIMAL,32000,ADAPTIVE,0,low",
        "some-model,MEDIUM,32000,BUDGET,10240,''",
        "some-model,NONE,32000,UNSAID,0,''",
        "claude-3-5-sonnet,HIGH,8192,UNSAID,0,''",
        "some-model,HIGH,2000,UNSAID,0,''"
    })
    void anEffortIsSaidAsTheModelUnderstandsIt(
            String model, ReasoningEffort effort, long maxTokens, Thought.Mode mode, long budget, String word) {
        assertThat(Thought.of(request(model, effort, new ArrayList<>()), maxTokens))
                .isEqualTo(new Thought(mode, budget, word));
    }

    @Test
    void anEffortThatCannotBeSaidIsReported() {
        List<String> reports = new ArrayList<>();
        Thought.of(request("claude-3-5-sonnet", ReasoningEffort.HIGH, reports), 8_192);
        Thought.of(request("some-model", ReasoningEffort.HIGH, reports), 2_000);
        Thought.of(request("claude-3-5-sonnet", ReasoningEffort.NONE, reports), 8_192);

        assertThat(reports)
                .containsExactly(
                        "reasoning effort: claude-3-5-sonnet cannot think; it was left out",
                        "reasoning effort: the output limit of 2000 tokens leaves no room for thoughts; it was left out");
    }

    private static ModelRequest request(String model, ReasoningEffort effort, List<String> reports) {
        return ModelRequest.builder(model)
                .effort(Optional.of(effort))
                .onUnsupported((what, why) -> reports.add(what + ": " + why))
                .build();
    }
}
