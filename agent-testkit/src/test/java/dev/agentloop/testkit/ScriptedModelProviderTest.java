package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemStarted.Kind;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import dev.agentloop.model.Opaque;
import dev.agentloop.tool.Content;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScriptedModelProviderTest {
    private static final ModelRequest REQUEST = ModelRequest.builder("m").build();

    private final ScriptedModelProvider model = ScriptedModelProvider.script();

    @Test
    void aMessageAndACallAreOneResponseEach() throws Exception {
        model.respond(Sse.deltas("Hel", "lo")).call("call_1", "add", "{}");

        assertThat(read(model.open(REQUEST)))
                .containsExactly(
                        new ModelEvent.ItemStarted("msg_1_0", Kind.MESSAGE, ""),
                        new ModelEvent.TextDelta("msg_1_0", "Hel"),
                        new ModelEvent.TextDelta("msg_1_0", "lo"),
                        new ModelEvent.ItemDone(
                                "msg_1_0",
                                new ModelItem.Message(
                                        "msg_1_0",
                                        ModelItem.Role.ASSISTANT,
                                        List.of(new Content.Text("Hello")),
                                        Optional.empty())),
                        completed("resp_1", Sse.DEFAULT_USAGE));
        assertThat(read(model.open(REQUEST)))
                .containsExactly(
                        new ModelEvent.ItemStarted("call_2_0", Kind.CALL, "add"),
                        new ModelEvent.ArgumentsDelta("call_2_0", "{"),
                        new ModelEvent.ArgumentsDelta("call_2_0", "}"),
                        new ModelEvent.ItemDone(
                                "call_2_0",
                                new ModelItem.Call(
                                        "call_2_0",
                                        "call_1",
                                        "add",
                                        ModelItem.Call.Form.FUNCTION,
                                        "{}",
                                        Optional.empty())),
                        completed("resp_2", Sse.DEFAULT_USAGE));
        model.assertScriptFinished();
        assertThat(model.requests()).containsExactly(REQUEST, REQUEST);
    }

    @Test
    void reasoningHostedItemsAndUnknownEventsKeepTheirForm() throws Exception {
        model.respond(
                Sse.reasoning("s", "gAAA"),
                Sse.item("{\"id\":\"ws\",\"type\":\"web_search_call\",\"status\":\"completed\"}"),
                Sse.event("new.kind", "{}"),
                Sse.comment("alive"),
                Sse.usage(5, 4, 3, 2));
        String json = "{\"id\":\"ws\",\"type\":\"web_search_call\",\"status\":\"completed\"}";

        assertThat(read(model.open(REQUEST)))
                .containsExactly(
                        new ModelEvent.ItemStarted("rs_1_0", Kind.REASONING, ""),
                        new ModelEvent.ReasoningDelta("rs_1_0", "s", true),
                        new ModelEvent.ItemDone(
                                "rs_1_0",
                                new ModelItem.Reasoning(
                                        "rs_1_0",
                                        "s",
                                        "",
                                        Optional.of(new Opaque(
                                                "scripted", "{\"id\":\"rs_1_0\",\"encrypted_content\":\"gAAA\"}")))),
                        new ModelEvent.ItemStarted("ws", Kind.HOSTED, ""),
                        new ModelEvent.ItemDone(
                                "ws",
                                new ModelItem.Hosted(
                                        new HostedItem.Unknown("ws", "web_search_call", "completed", json),
                                        Optional.of(new Opaque("scripted", json)))),
                        new ModelEvent.Unknown("new.kind", Optional.of("{}")),
                        ModelEvent.KeepAlive.INSTANCE,
                        completed("resp_1", new TokenUsage(5, 4, 0, 3, 2)));
    }

    @Test
    void failuresAreModelExceptionsOfTheRightKind() throws Exception {
        ModelException refused = ModelException.builder(ModelException.Kind.AUTHENTICATION, "no key")
                .build();
        model.fail(refused)
                .respond(Sse.text("a"), Sse.failed("rate_limit_exceeded", "slow"))
                .respond(Sse.error("context_length_exceeded", "long"))
                .respond(Sse.noTerminalEvent());

        assertThatThrownBy(() -> model.open(REQUEST)).isSameAs(refused);
        assertThat(kindOfFailure(model.open(REQUEST))).isEqualTo(ModelException.Kind.RATE_LIMIT);
        assertThat(kindOfFailure(model.open(REQUEST))).isEqualTo(ModelException.Kind.CONTEXT_WINDOW);
        assertThat(kindOfFailure(model.open(REQUEST))).isEqualTo(ModelException.Kind.STREAM_CUT);
    }

    @Test
    void anIncompleteResponseSaysWhy() throws Exception {
        model.respond(Sse.incomplete("max_output_tokens"));

        assertThat(read(model.open(REQUEST)))
                .containsExactly(new ModelEvent.Completed(
                        ModelEvent.StopReason.MAX_OUTPUT_TOKENS,
                        "max_output_tokens",
                        Sse.DEFAULT_USAGE,
                        "resp_1",
                        "scripted-model"));
    }

    @Test
    void aHangingStreamEndsWhenItIsClosedFromAnotherThread() throws Exception {
        model.hang();
        ModelStream stream = model.open(REQUEST);
        CompletableFuture<List<ModelEvent>> reader = readInBackground(stream);

        assertThat(reader.isDone()).isFalse();
        stream.close();

        assertThat(reader.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aGateHoldsTheStreamBackUntilItOpensOrTheStreamCloses() throws Exception {
        Gate gate = Gate.closed();
        Gate never = Gate.closed();
        model.respond(Sse.waitFor(gate), Sse.deltas("a"), Sse.waitFor(never));
        ModelStream stream = model.open(REQUEST);
        CompletableFuture<List<ModelEvent>> reader = readInBackground(stream);

        gate.awaitReached(Duration.ofSeconds(10));
        gate.open();
        never.awaitReached(Duration.ofSeconds(10));
        stream.close();

        assertThat(reader.get(10, TimeUnit.SECONDS)).hasSize(3);
    }

    @Test
    void anInterruptedReaderStops() throws Exception {
        model.hang().text("a");
        ModelStream stream = model.open(REQUEST);
        Thread.currentThread().interrupt();
        assertThatThrownBy(stream::next).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> model.open(REQUEST)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aRequestBeyondTheScriptFailsUnlessThereIsAFallback() throws Exception {
        assertThatThrownBy(() -> model.open(REQUEST))
                .isInstanceOfSatisfying(
                        ModelException.class, e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining("no response for request 1");
        assertThatThrownBy(model::assertScriptFinished)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 requests came beyond the script");

        model.otherwise(request -> List.of(Sse.deltas(request.model())));
        assertThat(read(model.open(REQUEST))).contains(new ModelEvent.TextDelta("msg_2_0", "m"));
    }

    @Test
    void openStreamsAreFound() throws Exception {
        model.text("a");
        ModelStream stream = model.open(REQUEST);

        assertThatThrownBy(model::assertStreamsClosed)
                .isInstanceOf(AssertionError.class)
                .hasMessage("1 of 1 model streams were not closed");
        stream.close();
        model.assertStreamsClosed();
    }

    @Test
    void requestsCanBeAwaited() throws Exception {
        model.text("a");
        model.open(REQUEST);

        assertThat(model.takeRequest(Duration.ofSeconds(1))).isSameAs(REQUEST);
        assertThatThrownBy(() -> model.takeRequest(Duration.ofMillis(20))).isInstanceOf(AssertionError.class);
    }

    @Test
    void whatIsKnownAboutTheModelCanBeSet() {
        assertThat(model.id()).isEqualTo("scripted");
        assertThat(model.defaultModel()).isEqualTo("scripted-model");
        assertThat(model.info("m")).isEqualTo(ModelInfo.unknown("m"));
        model.info(new ModelInfo("", 1000, 100, true, false));
        assertThat(model.info("m")).isEqualTo(new ModelInfo("m", 1000, 100, true, false));
    }

    private static ModelEvent completed(String id, TokenUsage usage) {
        return new ModelEvent.Completed(ModelEvent.StopReason.DONE, "", usage, id, "scripted-model");
    }

    private static List<ModelEvent> read(ModelStream stream) throws InterruptedException {
        List<ModelEvent> events = new ArrayList<>();
        for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
            events.add(event);
        }
        return events;
    }

    private static CompletableFuture<List<ModelEvent>> readInBackground(ModelStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return read(stream);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static ModelException.Kind kindOfFailure(ModelStream stream) throws InterruptedException {
        try {
            read(stream);
        } catch (ModelException e) {
            return e.kind();
        }
        throw new AssertionError("The stream did not fail");
    }
}
