package dev.agentloop.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.model.chat.ChatModelProvider;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExtraParametersTest {
    private final ScriptedModelServer server = ScriptedModelServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void theyStandInTheBodyBehindTheConversation(Wire wire) throws Exception {
        RecordedRequest sent = send(server.endpointBuilder(wire)
                .bodyParameter("temperature", "0.5")
                .bodyParameter("service_tier", "\"flex\"")
                .build());

        assertThat(sent.body()).endsWith(",\"temperature\":0.5,\"service_tier\":\"flex\"}");
        assertThat(sent.inputTexts()).containsExactly("Hi");
    }

    @ParameterizedTest
    @CsvSource({
        "ANTHROPIC_MESSAGES,max_tokens,77",
        "CHAT_COMPLETIONS,reasoning_effort,'\"max\"'",
        "RESPONSES,reasoning,'{\"effort\":\"high\"}'"
    })
    void theyReplaceWhatTheLibraryWouldWrite(Wire wire, String member, String json) throws Exception {
        RecordedRequest sent =
                send(server.endpointBuilder(wire).bodyParameter(member, json).build());

        assertThat(sent.body()).containsOnlyOnce("\"" + member + "\"").contains("\"" + member + "\":" + json);
    }

    @Test
    void theConversationIsNotTheirs() {
        assertRefused("messages", "[]", "'messages'");
        assertRefused("stream", "false", "'stream'");
    }

    @Test
    void whatIsNoJsonIsRefusedWithItsName() {
        assertRefused("service_tier", "flex", "'service_tier' for localhost is not JSON");
        assertRefused("seed", "", "'seed'");
        assertRefused("seed", "7,\"n\":2", "'seed'");
    }

    private static void assertRefused(String name, String json, String said) {
        ModelEndpoint endpoint = ModelEndpoint.chatCompletions(URI.create("http://localhost:1/v1"))
                .bodyParameter(name, json)
                .build();
        assertThatThrownBy(() -> new ChatModelProvider(endpoint, Optional.empty()))
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContaining(said);
    }

    private RecordedRequest send(ModelEndpoint endpoint) throws Exception {
        server.respond(Sse.text("Hello"));
        ModelProvider provider = ModelProviders.open(endpoint, name -> null);
        ModelRequest request = ModelRequest.builder("m")
                .input(List.of(ModelItem.Message.of(ModelItem.Role.USER, "Hi")))
                .effort(Optional.of(ReasoningEffort.LOW))
                .build();
        provider.open(request).close();
        ((AutoCloseable) provider).close();
        return server.requests().get(0);
    }
}
