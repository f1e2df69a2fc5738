package dev.agentloop.runtime.model.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.model.Parsed;
import dev.agentloop.runtime.model.RecordedStreamsTest;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.runtime.model.http.WireStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recorded streams against an independent aggregation of their blocks. One begins its answer anew in the middle, another
 * says its beginning twice, one is paused by the service.
 */
class MessagesStreamsRecordingsTest extends RecordedStreamsTest {
    MessagesStreamsRecordingsTest() {
        super("messages_streams", 24);
    }

    @Override
    protected WireStream.Parser parser() {
        return Parsing.parser();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamGivesItsTextCallsStopReasonAndUsage(Path stream) throws Exception {
        Parsed parsed = parse(stream);
        JsonNode expected = expectation(stream);

        assertThat(parsed.failure()).isEmpty();
        ModelEvent.Completed completed = parsed.completed().orElseThrow();
        assertThat(parsed.itemText()).isEqualTo(expected.path("final_text").asText());
        assertThat(parsed.deltaText()).isEqualTo(expected.path("final_text").asText());
        assertThat(calls(parsed)).isEqualTo(calls(expected));
        assertThat(thoughts(parsed)).isEqualTo(thoughts(expected));
        assertThat(hosted(parsed)).isEqualTo(hosted(expected));
        assertThat(completed.detail()).isEqualTo(expected.path("stop_reason").asText());
        assertThat(completed.stopReason())
                .isEqualTo(completed.detail().equals("pause_turn") ? StopReason.OTHER : StopReason.DONE);
        assertThat(completed.model()).isEqualTo(expected.path("model").asText());
        assertThat(completed.usage()).isEqualTo(usage(expected.path("usage")));
        assertThat(parsed.all(ModelEvent.Unknown.class)).isEmpty();
    }

    private static List<String> calls(Parsed parsed) throws IOException {
        List<String> calls = new ArrayList<>();
        for (ModelItem.Call call : parsed.items(ModelItem.Call.class)) {
            calls.add(call.callId() + " " + call.name() + " " + WireJson.tree(call.arguments()));
        }
        return calls;
    }

    private static List<String> calls(JsonNode expected) {
        List<String> calls = new ArrayList<>();
        for (JsonNode block : expected.path("blocks")) {
            if (block.path("type").asText().equals("tool_use")) {
                calls.add(block.path("id").asText() + " " + block.path("name").asText() + " " + block.path("input"));
            }
        }
        return calls;
    }

    private static List<String> thoughts(Parsed parsed) {
        return parsed.items(ModelItem.Reasoning.class).stream()
                .map(ModelItem.Reasoning::text)
                .toList();
    }

    private static List<String> thoughts(JsonNode expected) {
        List<String> thoughts = new ArrayList<>();
        for (JsonNode block : expected.path("blocks")) {
            if (block.path("type").asText().endsWith("thinking")) {
                thoughts.add(block.path("thinking").asText());
            }
        }
        return thoughts;
    }

    /** The kinds of the service's own blocks, with the input of those that have one. */
    private static List<String> hosted(Parsed parsed) throws IOException {
        List<String> hosted = new ArrayList<>();
        for (ModelItem.Hosted item : parsed.items(ModelItem.Hosted.class)) {
            JsonNode block = WireJson.tree(item.opaque().orElseThrow().json());
            hosted.add(block.path("type").asText() + " " + block.path("input"));
        }
        return hosted;
    }

    private static List<String> hosted(JsonNode expected) {
        List<String> hosted = new ArrayList<>();
        for (JsonNode block : expected.path("blocks")) {
            String type = block.path("type").asText();
            if (!List.of("text", "thinking", "redacted_thinking", "tool_use").contains(type)) {
                hosted.add(type + " " + block.path("input"));
            }
        }
        return hosted;
    }

    private static TokenUsage usage(JsonNode usage) {
        long read = usage.path("cache_read_input_tokens").asLong();
        long written = usage.path("cache_creation_input_tokens").asLong();
        return new TokenUsage(
                usage.path("input_tokens").asLong() + read + written,
                read,
                written,
                usage.path("output_tokens").asLong(),
                usage.path("output_tokens_details").path("thinking_tokens").asLong());
    }
}
