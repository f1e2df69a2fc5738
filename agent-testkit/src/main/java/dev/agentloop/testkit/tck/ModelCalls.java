package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelStream;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.StreamControl;
import dev.agentloop.testkit.StreamMark;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Calls of the agent's tools. */
abstract class ModelCalls extends ModelGroup {
    ModelCalls(ModelProviderTck kit) {
        super(kit);
    }

    @Test
    void aCallKeepsItsArgumentsAsTheModelWroteThem() throws Exception {
        String arguments = "{\"b\": 2,\n \"a\":1.50, \"text\":\"\u20AC\"}";

        List<ModelEvent> events = kit.exchange(Sse.call("call_1", "add", arguments));

        ModelItem.Call call = ModelTckBase.items(events, ModelItem.Call.class).get(0);
        assertThat(call.callId()).isEqualTo("call_1");
        assertThat(call.name()).isEqualTo("add");
        assertThat(call.form()).isEqualTo(ModelItem.Call.Form.FUNCTION);
        assertThat(call.arguments()).isEqualTo(arguments);
        assertThat(ModelTckBase.events(events, ModelEvent.ArgumentsDelta.class).stream()
                        .map(ModelEvent.ArgumentsDelta::delta)
                        .collect(Collectors.joining()))
                .isEqualTo(arguments);
        assertThat(ModelTckBase.events(events, ModelEvent.ItemStarted.class))
                .extracting(ModelEvent.ItemStarted::kind, ModelEvent.ItemStarted::name)
                .containsExactly(tuple(ModelEvent.ItemStarted.Kind.CALL, "add"));
    }

    @Test
    void severalCallsKeepTheirOrder() throws Exception {
        List<ModelEvent> events = kit.exchange(
                Sse.text("I add."),
                Sse.call("call_2", "add", "{}"),
                Sse.call("call_1", "subtract", "{\"a\":1}"),
                Sse.call("call_3", "add", "{}"));

        assertThat(ModelTckBase.items(events, ModelItem.Call.class))
                .extracting(ModelItem.Call::callId, ModelItem.Call::name)
                .containsExactly(tuple("call_2", "add"), tuple("call_1", "subtract"), tuple("call_3", "add"));
    }

    @Test
    void aCallIsHandedOutBeforeTheResponseEnds() throws Exception {
        StreamControl control = kit.server().respondStepped(Sse.call("call_1", "add", "{}"));
        try (ModelStream stream = kit.provider().open(ModelTckBase.request())) {
            control.sendThrough(StreamMark.CALL_DONE);
            ModelEvent.ItemDone done = ModelTckBase.next(stream, ModelEvent.ItemDone.class);

            assertThat(((ModelItem.Call) done.item()).callId()).isEqualTo("call_1");
            assertThat(control.remaining()).isNotEmpty();
            control.finish();
            assertThat(ModelTckBase.next(stream, ModelEvent.Completed.class).stopReason())
                    .isEqualTo(ModelEvent.StopReason.DONE);
            assertThat(stream.next()).isNull();
        }
    }

    /** On the Messages wire nothing at all is how a call without arguments is written. */
    @Test
    void emptyAndBrokenArgumentsAreHandedOutAsTheyAre() throws Exception {
        List<ModelEvent> events = kit.exchange(Sse.call("call_1", "add", ""), Sse.call("call_2", "add", "{\"a\":"));

        assertThat(ModelTckBase.items(events, ModelItem.Call.class))
                .extracting(ModelItem.Call::arguments)
                .containsExactly(kit.wire() == Wire.ANTHROPIC_MESSAGES ? "{}" : "", "{\"a\":");
    }

    /** Wires without freeform calls have the plain form of the tool, whose argument {@code input} is the text. */
    @Test
    void aFreeformCallIsMarkedAsOne() throws Exception {
        String input = "*** Begin Patch";

        List<ModelEvent> events = kit.exchange(Sse.customCall("call_1", "apply_patch", input));

        ModelItem.Call call = ModelTckBase.items(events, ModelItem.Call.class).get(0);
        assertThat(tuple(call.form(), call.arguments()))
                .isEqualTo(
                        kit.wire() == Wire.RESPONSES
                                ? tuple(ModelItem.Call.Form.FREEFORM, input)
                                : tuple(ModelItem.Call.Form.FUNCTION, "{\"input\":\"" + input + "\"}"));
    }
}
