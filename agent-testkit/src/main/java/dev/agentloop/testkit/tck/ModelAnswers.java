package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelStream;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.StreamControl;
import dev.agentloop.testkit.StreamMark;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Text, reasoning, usage, and how bytes become events. */
abstract class ModelAnswers extends ModelGroup {
    ModelAnswers(ModelProviderTck kit) {
        super(kit);
    }

    @Test
    void textComesAsDeltasInOrderThenWholeThenTheCompletion() throws Exception {
        List<ModelEvent> events = kit.exchange(Sse.deltas("Hel", "lo ", "\uD83D\uDE00"));

        List<ModelEvent.TextDelta> deltas = ModelTckBase.events(events, ModelEvent.TextDelta.class);
        assertThat(deltas).extracting(ModelEvent.TextDelta::delta).containsExactly("Hel", "lo ", "\uD83D\uDE00");
        ModelEvent.ItemDone done =
                ModelTckBase.events(events, ModelEvent.ItemDone.class).get(0);
        assertThat(((ModelItem.Message) done.item()).text()).isEqualTo("Hello \uD83D\uDE00");
        assertThat(((ModelItem.Message) done.item()).role()).isEqualTo(ModelItem.Role.ASSISTANT);
        assertThat(deltas).extracting(ModelEvent.TextDelta::itemId).containsOnly(done.itemId());
        assertThat(ModelTckBase.events(events, ModelEvent.ItemStarted.class))
                .extracting(ModelEvent.ItemStarted::itemId, ModelEvent.ItemStarted::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(done.itemId(), ModelEvent.ItemStarted.Kind.MESSAGE));
        assertThat(events.indexOf(done)).isGreaterThan(events.indexOf(deltas.get(2)));
        assertThat(ModelTckBase.completed(events).stopReason()).isEqualTo(StopReason.DONE);
    }

    @Test
    void aDeltaIsHandedOutBeforeTheNextOneIsSent() throws Exception {
        StreamControl control = kit.server().respondStepped(Sse.deltas("a", "b"));
        try (ModelStream stream = kit.provider().open(ModelTckBase.request())) {
            control.sendThrough(StreamMark.TEXT_DELTA);
            assertThat(ModelTckBase.next(stream, ModelEvent.TextDelta.class).delta())
                    .isEqualTo("a");
            control.sendThrough(StreamMark.TEXT_DELTA);
            assertThat(ModelTckBase.next(stream, ModelEvent.TextDelta.class).delta())
                    .isEqualTo("b");
        }
    }

    @Test
    void tokensAreReportedWithTheirParts() throws Exception {
        ModelEvent.Completed end = ModelTckBase.completed(kit.exchange(Sse.text("Hi"), Sse.usage(1000, 900, 50, 30)));

        assertThat(end.usage()).isEqualTo(new TokenUsage(1000, 900, 0, 50, 30));
        assertThat(end.responseId()).isNotEmpty();
    }

    @Test
    void missingTokensAreZeros() throws Exception {
        assertThat(ModelTckBase.completed(kit.exchange(Sse.text("Hi"), Sse.withoutUsage()))
                        .usage())
                .isEqualTo(TokenUsage.NONE);
    }

    @Test
    void reasoningIsKeptForTheProviderThatMadeIt() throws Exception {
        List<ModelEvent> events = kit.exchange(Sse.reasoning("Adding numbers.", "gAAAsecret"), Sse.text("3"));

        ModelItem.Reasoning reasoning =
                ModelTckBase.items(events, ModelItem.Reasoning.class).get(0);
        assertThat(reasoning.summary() + reasoning.text()).isEqualTo("Adding numbers.");
        assertThat(reasoning.opaque()).hasValueSatisfying(opaque -> {
            assertThat(opaque.providerId()).isEqualTo(kit.provider().id());
            assertThat(opaque.json()).contains("gAAAsecret");
        });
        assertThat(ModelTckBase.events(events, ModelEvent.ReasoningDelta.class).stream()
                        .map(ModelEvent.ReasoningDelta::delta)
                        .collect(Collectors.joining()))
                .isEqualTo("Adding numbers.");
    }

    @Test
    void splitBytesChangeNothing() throws Exception {
        Reply reply = Reply.of(Sse.deltas("\u20AC 5, \uD83D\uDE00"), Sse.call("call_1", "add", "{\"a\":\"\u00E9\"}"));
        kit.server().respondWith(request -> reply);
        List<ModelEvent> whole = kit.read();
        for (int bytes : new int[] {1, 2, 3, 7, 100}) {
            kit.server().respondWith(request -> reply.inPieces(bytes));
            assertThat(texts(kit.read())).as("pieces of %s bytes", bytes).isEqualTo(texts(whole));
        }
    }

    @Test
    void anUnknownEventIsKeptAndNotFatal() throws Exception {
        List<ModelEvent> events = kit.exchange(
                Sse.event("response.from_the_future", "{\"type\":\"response.from_the_future\"}"), Sse.text("Hi"));

        assertThat(ModelTckBase.events(events, ModelEvent.Unknown.class))
                .extracting(ModelEvent.Unknown::type)
                .containsExactly("response.from_the_future");
        assertThat(ModelTckBase.completed(events).stopReason()).isEqualTo(StopReason.DONE);
    }

    @Test
    void aCommentIsASignOfLife() throws Exception {
        StreamControl control = kit.server().respondStepped(Sse.text("Hi"));
        try (ModelStream stream = kit.provider().open(ModelTckBase.request())) {
            control.sendComment();
            assertThat(stream.next()).isNotNull();
        }
    }

    @Test
    void anIncompleteAnswerKeepsWhatIsThereAndSaysWhy() throws Exception {
        List<ModelEvent> events = kit.exchange(Sse.text("Half"), Sse.incomplete("max_output_tokens"));

        assertThat(ModelTckBase.items(events, ModelItem.Message.class))
                .extracting(ModelItem.Message::text)
                .containsExactly("Half");
        assertThat(ModelTckBase.completed(events).stopReason()).isEqualTo(StopReason.MAX_OUTPUT_TOKENS);
    }

    @Test
    void anItemOfTheServiceIsKeptAsItIs() throws Exception {
        assumeTrue(kit.wire() != Wire.CHAT_COMPLETIONS, "Chat Completions has no items of the service");
        List<ModelEvent> events = kit.exchange(Sse.item(
                kit.wire() == Wire.RESPONSES
                        ? "{\"id\":\"ws_1\",\"type\":\"web_search_call\",\"status\":\"completed\","
                                + "\"action\":{\"type\":\"search\",\"query\":\"java\",\"queries\":[\"java\"]}}"
                        : "{\"id\":\"ws_1\",\"type\":\"server_tool_use\",\"name\":\"web_search\","
                                + "\"input\":{\"query\":\"java\"}}"));

        ModelItem.Hosted hosted =
                ModelTckBase.items(events, ModelItem.Hosted.class).get(0);
        assertThat(hosted.item().id()).isEqualTo("ws_1");
        assertThat(hosted.item().json()).contains("\"java\"");
    }

    /** What was said, without the ids, which differ from response to response. */
    private static List<String> texts(List<ModelEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof ModelEvent.KeepAlive))
                .map(ModelAnswers::text)
                .toList();
    }

    private static String text(ModelEvent event) {
        if (event instanceof ModelEvent.TextDelta delta) {
            return delta.delta();
        } else if (event instanceof ModelEvent.ArgumentsDelta delta) {
            return delta.delta();
        } else if (event instanceof ModelEvent.ItemDone done && done.item() instanceof ModelItem.Message message) {
            return message.text();
        } else if (event instanceof ModelEvent.ItemDone done && done.item() instanceof ModelItem.Call call) {
            return call.callId() + call.arguments();
        } else if (event instanceof ModelEvent.Completed completed) {
            return completed.stopReason() + " " + completed.usage();
        }
        return event.getClass().getSimpleName();
    }
}
