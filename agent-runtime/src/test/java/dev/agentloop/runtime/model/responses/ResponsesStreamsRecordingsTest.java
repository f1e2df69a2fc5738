package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.runtime.model.Parsed;
import dev.agentloop.runtime.model.RecordedStreamsTest;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.runtime.model.http.WireStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded streams of real services against the text, calls and usage of their last event.
 *
 * <p>Oddities among them: in two the deltas do not add up to the final text (fixtures that were shortened): the item
 * counts. One has a terminal event that is no JSON (its fixture ends in the middle), so it must end as a cut stream that
 * keeps its finished call.
 */
class ResponsesStreamsRecordingsTest extends RecordedStreamsTest {
    ResponsesStreamsRecordingsTest() {
        super("responses_streams", 32);
    }

    @Override
    protected WireStream.Parser parser() {
        return Parsing.parser();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamGivesTheTextCallsAndUsageOfItsLastEvent(Path stream) throws Exception {
        Parsed parsed = parse(stream);
        JsonNode expected = expectation(stream);

        assertThat(parsed.failure()).isEmpty();
        if (expected.path("terminal_event").isNull()) {
            assertThat(parsed.completed()).isEmpty();
            assertThat(calls(parsed, Call.Form.FUNCTION)).isEqualTo(calls(expected.path("done_items"), "arguments"));
            return;
        }
        ModelEvent.Completed completed = parsed.completed().orElseThrow();
        assertThat(parsed.itemText()).isEqualTo(expected.path("final_text").asText());
        assertThat(calls(parsed, Call.Form.FUNCTION)).isEqualTo(calls(expected.path("function_calls"), "arguments"));
        assertThat(calls(parsed, Call.Form.FREEFORM)).isEqualTo(calls(expected.path("custom_tool_calls"), "input"));
        assertThat(parsed.items()).hasSameSizeAs(expected.path("output_items"));
        assertThat(completed.usage()).isEqualTo(usage(expected.path("usage")));
        assertThat(completed.responseId())
                .isEqualTo(expected.path("response_id").asText());
        assertThat(completed.model()).isEqualTo(expected.path("model").asText());
        assertThat(completed.stopReason())
                .isEqualTo(
                        expected.path("status").asText().equals("completed")
                                ? ModelEvent.StopReason.DONE
                                : ModelEvent.StopReason.OTHER);
        assertThat(parsed.deltaText())
                .isEqualTo(expected.path(
                                expected.path("delta_text_equals_final_text").asBoolean() ? "final_text" : "delta_text")
                        .asText());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void everyItemKeepsTheServicesOwnForm(Path stream) throws Exception {
        String text = Files.readString(stream);
        for (ModelItem item : parse(stream).items()) {
            String json = item.opaque().orElseThrow().json();
            assertThat(text).contains(json);
            assertThat(WireJson.tree(json).isObject()).isTrue();
        }
    }

    private static List<String> calls(Parsed parsed, Call.Form form) {
        return parsed.calls(form).stream()
                .map(call -> call.callId() + " " + call.name() + " " + call.arguments())
                .toList();
    }

    private static List<String> calls(JsonNode calls, String arguments) {
        List<String> all = new ArrayList<>();
        calls.forEach(call -> all.add(call.path("call_id").asText() + " "
                + call.path("name").asText() + " " + call.path(arguments).asText()));
        return all;
    }

    private static TokenUsage usage(JsonNode usage) {
        return new TokenUsage(
                usage.path("input_tokens").asLong(),
                usage.path("input_tokens_details").path("cached_tokens").asLong(),
                usage.path("input_tokens_details").path("cache_write_tokens").asLong(),
                usage.path("output_tokens").asLong(),
                usage.path("output_tokens_details").path("reasoning_tokens").asLong());
    }
}
