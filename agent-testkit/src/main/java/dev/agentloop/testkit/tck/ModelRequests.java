package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The bodies that are sent. */
abstract class ModelRequests extends ModelGroup {
    private static final int TURNS = 10;

    ModelRequests(ModelProviderTck kit) {
        super(kit);
    }

    @Test
    void everythingARequestSaysReachesTheService() throws Exception {
        RecordedRequest sent = send(ModelTckBase.sampleRequest());

        assertThat(sent.at("/model")).isEqualTo(ModelTckBase.MODEL);
        assertThat(sent.at("/stream")).isEqualTo("true");
        assertThat(sent.body()).contains("Be brief.").contains("Rules.").contains("What is 1 + 2?");
        assertThat(sent.toolOutput("call_1")).isEqualTo("3");
        assertThat(sent.body()).contains("\"sum\"");
        switch (kit.wire()) {
            case RESPONSES -> {
                assertThat(sent.at("/text/format/type")).isEqualTo("json_schema");
                assertThat(sent.at("/reasoning/effort")).isEqualTo("low");
                assertThat(sent.at("/prompt_cache_key")).isEqualTo("session-1");
            }
            case CHAT_COMPLETIONS -> {
                assertThat(sent.at("/response_format/type")).isEqualTo("json_schema");
                assertThat(sent.at("/reasoning_effort")).isEqualTo("low");
            }
            // A turn that began without thoughts may not have any later, so the effort is not said here.
            case ANTHROPIC_MESSAGES -> assertThat(sent.numberAt("/max_tokens")).isPositive();
        }
    }

    @Test
    void theBodyEqualsTheGoldenOne() throws Exception {
        Optional<String> golden = kit.goldenRequest();
        assumeTrue(golden.isPresent(), "The kit's subclass names no golden request");

        RecordedRequest sent = send(ModelTckBase.sampleRequest());

        assertThat(sent.sameJson(golden.get()))
                .as("body %s equals golden %s", sent.body(), golden.get())
                .isTrue();
    }

    @Test
    void toolsKeepTheOrderTheyWereGivenIn() throws Exception {
        assertThat(send(ModelTckBase.sampleRequest()).toolNames()).startsWith("zebra", "add");
    }

    @Test
    void equalRequestsAreEqualBytes() throws Exception {
        assertThat(send(ModelTckBase.sampleRequest()).body())
                .isEqualTo(send(ModelTckBase.sampleRequest()).body());
    }

    @Test
    void aGrowingConversationKeepsItsPrefixByteForByte() throws Exception {
        List<ModelItem> conversation = new ArrayList<>();
        conversation.add(ModelItem.Message.of(ModelItem.Role.USER, "Count, \u20AC."));
        for (int turn = 0; turn < TURNS; turn++) {
            kit.server()
                    .respond(
                            Sse.reasoning("Thinking.", "gAAA" + turn),
                            Sse.text("Step " + turn),
                            Sse.call("call_" + turn, "add", "{ \"a\": " + turn + " }"));
            conversation.addAll(answer(conversation));
            conversation.add(new ModelItem.CallOutput(
                    "call_" + turn, ModelItem.Call.Form.FUNCTION, ToolOutput.text("result " + turn), Optional.empty()));
        }

        kit.server().assertPrefixStable();
        List<RecordedRequest> requests = kit.server().requests();
        assertThat(requests).hasSize(TURNS);
        RecordedRequest last = requests.get(TURNS - 1);
        assertThat(last.toolOutput("call_0")).isEqualTo("result 0");
        assertThat(last.body()).contains("gAAA0").contains("gAAA" + (TURNS - 2));
    }

    private List<ModelItem> answer(List<ModelItem> conversation) throws InterruptedException {
        ModelRequest request = ModelRequest.builder(ModelTckBase.MODEL)
                .input(List.copyOf(conversation))
                .tools(List.of(ModelTckBase.tool("add")))
                .cacheKey("session-1")
                .build();
        List<ModelItem> items = new ArrayList<>();
        try (ModelStream stream = kit.provider().open(request)) {
            for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
                if (event instanceof ModelEvent.ItemDone done) {
                    items.add(done.item());
                }
            }
        }
        return items;
    }

    private RecordedRequest send(ModelRequest request) throws InterruptedException {
        kit.server().respond(Sse.text("3"));
        try (ModelStream stream = kit.provider().open(request)) {
            ModelEvent event = stream.next();
            while (event != null) {
                event = stream.next();
            }
        }
        return kit.server().takeRequest(Duration.ofSeconds(5));
    }
}
