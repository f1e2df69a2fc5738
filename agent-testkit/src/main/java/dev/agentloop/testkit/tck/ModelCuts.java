package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.ModelException;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.StreamMark;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Streams that end before they should: always a retryable failure, never a quiet end. */
abstract class ModelCuts extends ModelGroup {
    private static final Reply REPLY =
            Reply.of(Sse.text("A sentence of some length."), Sse.call("call_1", "add", "{\"a\":1}"));
    private static final Reply INCOMPLETE = REPLY.endBefore(StreamMark.END);
    private static final int STEPS = 40;

    ModelCuts(ModelProviderTck kit) {
        super(kit);
    }

    @Test
    void aConnectionClosedAnywhereIsARetryableFailure() throws Exception {
        failsAnywhere(INCOMPLETE::cutAfter);
    }

    @Test
    void aResetAnywhereIsARetryableFailure() throws Exception {
        failsAnywhere(INCOMPLETE::resetAfter);
    }

    @Test
    void aCleanEndBeforeTheTerminalEventIsARetryableFailure() throws Exception {
        failsAnywhere(INCOMPLETE::endAfter);
        kit.server().respond(Sse.text("Hi"), Sse.noTerminalEvent());
        assertThat(failure(new ArrayList<>()).kind()).isEqualTo(ModelException.Kind.STREAM_CUT);
    }

    @Test
    void whatWasFinalBeforeTheCutIsHandedOut() throws Exception {
        kit.server().respond(REPLY.endAfter(StreamMark.TEXT_DONE));
        List<ModelEvent> events = new ArrayList<>();

        ModelException failure = failure(events);

        assertThat(failure.kind()).isEqualTo(ModelException.Kind.STREAM_CUT);
        assertThat(ModelTckBase.items(events, ModelItem.Message.class))
                .extracting(ModelItem.Message::text)
                .containsExactly("A sentence of some length.");
    }

    @Test
    void aCallCutInsideItsArgumentsIsNeverHandedOut() throws Exception {
        kit.server().respond(REPLY.endBefore(StreamMark.CALL_DONE));
        List<ModelEvent> events = new ArrayList<>();

        failure(events);

        assertThat(ModelTckBase.items(events, ModelItem.Call.class)).isEmpty();
    }

    private void failsAnywhere(IntFunction<Reply> cut) throws InterruptedException {
        int end = REPLY.bodyBytes(kit.wire()).length;
        for (int i = 0; i <= STEPS; i++) {
            int bytes = end * i / STEPS;
            kit.server().respond(cut.apply(bytes));
            List<ModelEvent> events = new ArrayList<>();
            ModelException failure = failure(events);
            assertThat(failure.retryable())
                    .as("retryable after %s bytes: %s", bytes, failure)
                    .isTrue();
            assertThat(ModelTckBase.events(events, ModelEvent.Completed.class)).isEmpty();
        }
    }

    private ModelException failure(List<ModelEvent> events) throws InterruptedException {
        try {
            kit.readInto(events);
        } catch (ModelException e) {
            return e;
        }
        throw new AssertionError("The stream ended as if it were complete, after " + events);
    }
}
