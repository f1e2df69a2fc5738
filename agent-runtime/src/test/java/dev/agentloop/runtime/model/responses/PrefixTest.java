package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.Opaque;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.model.FaultServer;
import dev.agentloop.runtime.model.OpenAiSchema;
import dev.agentloop.runtime.model.SampleStreams;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.tool.JsonSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The body of a request, up to the end of what it has in common with the next, is a byte-exact prefix of the next. */
class PrefixTest {
    private static final int TURNS = 200;

    @Test
    void everyRequestOfTwoHundredToolTurnsContinuesTheOneBefore() throws Exception {
        try (FaultServer server = FaultServer.answering(turn(0))) {
            for (int i = 1; i < TURNS; i++) {
                server.then(turn(i));
            }
            try (ResponsesModelProvider provider =
                    Requests.provider(Requests.endpoint(server).build())) {
                List<ModelItem> history = new ArrayList<>(List.of(Requests.user("Fix the bug")));
                for (int i = 0; i < TURNS; i++) {
                    List<ModelItem> made =
                            Requests.items(Requests.readAll(provider.open(Requests.session(List.copyOf(history)))));
                    assertThat(made).hasSize(3);
                    history.addAll(made);
                    history.add(Requests.output("call_" + i, "Zeile \"" + i + "\" \u0001 🙂\n"));
                }
            }
            List<FaultServer.Request> requests = server.requests();
            assertThat(requests).hasSize(TURNS);
            for (int i = 0; i < TURNS; i++) {
                if (i > 0) {
                    assertContinues(requests.get(i).body(), requests.get(i - 1).body());
                }
                if (i < 5 || i == TURNS - 1) {
                    OpenAiSchema.assertValidRequest(requests.get(i).body());
                }
            }
        }
    }

    @Test
    void aResumedSessionSendsTheSameBytes() {
        List<ModelItem> history = someHistory();
        RequestWriter writer = new RequestWriter(ResponsesModelProvider.ID, ExtraParameters.NONE);
        byte[] before = body(writer, Requests.session(history));

        byte[] after = body(
                new RequestWriter(ResponsesModelProvider.ID, ExtraParameters.NONE),
                Requests.session(history.stream().map(PrefixTest::stored).toList()));

        assertThat(after).isEqualTo(before);
    }

    @Test
    void aForkedSessionHasTheCommonPartInCommon() {
        List<ModelItem> history = someHistory();
        RequestWriter writer = new RequestWriter(ResponsesModelProvider.ID, ExtraParameters.NONE);
        byte[] original = body(writer, Requests.session("session-1", history));
        List<ModelItem> forked = new ArrayList<>(history);
        forked.add(Requests.user("Another way"));

        assertContinues(body(writer, Requests.session("session-2", forked)), original);
    }

    @Test
    void whatMayChangeBetweenRequestsComesAfterTheInput() {
        List<ModelItem> history = someHistory();
        RequestWriter writer = new RequestWriter(ResponsesModelProvider.ID, ExtraParameters.NONE);
        byte[] plain = body(writer, Requests.session(history));
        ModelRequest other = ModelRequest.builder("test-model")
                .instructions("Be brief")
                .tools(Requests.TOOLS)
                .input(history)
                .effort(Optional.of(ReasoningEffort.HIGH))
                .outputSchema(Optional.of(JsonSchema.EMPTY_OBJECT))
                .cacheKey("session-1")
                .build();

        assertContinues(body(writer, other), plain);
    }

    @Test
    void anInputThatWasCutBackAndContinuedDifferentlyDisturbsNobody() {
        RequestWriter writer = new RequestWriter(ResponsesModelProvider.ID, ExtraParameters.NONE);
        List<ModelItem> history = someHistory();
        List<ModelItem> left = new ArrayList<>(history);
        left.add(Requests.user("left"));
        List<ModelItem> right = new ArrayList<>(history);
        right.add(Requests.user("right, and longer"));

        RequestBytes first = write(writer, Requests.session(history));
        RequestBytes second = write(writer, Requests.session(left));
        byte[] secondBytes = bytes(second);
        writer.keep(Requests.session(history), first);
        RequestBytes third = write(writer, Requests.session(right));

        assertThat(bytes(second)).isEqualTo(secondBytes);
        assertThat(new String(bytes(third), StandardCharsets.UTF_8)).contains("right, and longer");
        assertThat(bytes(third))
                .isEqualTo(bytes(write(
                        new RequestWriter(ResponsesModelProvider.ID, ExtraParameters.NONE), Requests.session(right))));
    }

    private static FaultServer.Answer turn(int number) {
        String call =
                SampleStreams.call("fc_" + number, "call_" + number, "read_file", "{\"path\":\"a/" + number + "\"}");
        return FaultServer.stream(SampleStreams.bytes(SampleStreams.created()
                + SampleStreams.done(0, SampleStreams.reasoning("rs_" + number))
                + SampleStreams.done(1, SampleStreams.message("msg_" + number, "Ich schaue nach: " + number + " 🙂"))
                + SampleStreams.done(2, call)
                + SampleStreams.completed()));
    }

    private static List<ModelItem> someHistory() {
        List<ModelItem> history = new ArrayList<>(List.of(Requests.user("Hello")));
        history.addAll(Parsing.of(SampleStreams.reasoningTextAndCall()).items());
        history.add(Requests.output("call_1", "content"));
        return List.copyOf(history);
    }

    /** The same item as a store gives it back. */
    private static ModelItem stored(ModelItem item) {
        Optional<Opaque> opaque = item.opaque().map(own -> new Opaque(own.providerId(), own.json()));
        if (item instanceof ModelItem.Message message) {
            return new ModelItem.Message(message.id(), message.role(), message.content(), opaque);
        }
        if (item instanceof ModelItem.Call call) {
            return new ModelItem.Call(call.id(), call.callId(), call.name(), call.form(), call.arguments(), opaque);
        }
        if (item instanceof ModelItem.Reasoning reasoning) {
            return new ModelItem.Reasoning(reasoning.id(), reasoning.summary(), reasoning.text(), opaque);
        }
        ModelItem.CallOutput output = (ModelItem.CallOutput) item;
        return new ModelItem.CallOutput(output.callId(), output.form(), output.output(), opaque);
    }

    private static byte[] body(RequestWriter writer, ModelRequest request) {
        RequestBytes written = write(writer, request);
        byte[] bytes = bytes(written);
        OpenAiSchema.assertValidRequest(bytes);
        return bytes;
    }

    private static RequestBytes write(RequestWriter writer, ModelRequest request) {
        RequestBytes written =
                writer.write(request, new Dialect(false, true, false, false, true), request.input(), Optional.empty());
        writer.keep(request, written);
        return written;
    }

    private static byte[] bytes(RequestBytes request) {
        okio.Buffer buffer = new okio.Buffer();
        try {
            request.writeTo(buffer);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        return buffer.readByteArray();
    }

    private static void assertContinues(byte[] next, byte[] before) {
        int inputEnd = endOfInput(before);
        assertThat(Arrays.copyOf(next, inputEnd)).isEqualTo(Arrays.copyOf(before, inputEnd));
        assertThat(next[inputEnd]).isIn((byte) ',', (byte) ']');
    }

    /** Where the array of input items ends, without its bracket. */
    private static int endOfInput(byte[] body) {
        int depth = 0;
        boolean inText = false;
        boolean inInput = false;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '\\' && inText) {
                i++;
            } else if (body[i] == '"') {
                inText = !inText;
            } else if (!inText && (body[i] == '{' || body[i] == '[')) {
                depth++;
                inInput |= depth == 2 && startsBefore(body, i, "\"input\":");
            } else if (!inText && (body[i] == '}' || body[i] == ']')) {
                depth--;
                if (inInput && depth == 1) {
                    return i;
                }
            }
        }
        throw new AssertionError("no input in " + new String(body, StandardCharsets.UTF_8));
    }

    private static boolean startsBefore(byte[] body, int end, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return end >= bytes.length && Arrays.equals(body, end - bytes.length, end, bytes, 0, bytes.length);
    }
}
