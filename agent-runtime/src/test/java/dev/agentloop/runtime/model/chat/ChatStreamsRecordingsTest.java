package dev.agentloop.runtime.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.model.ModelItem;
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
 * Recorded streams of real services against an independent aggregation of them. One ends in an error; one gives no
 * finish reason but {@code [DONE]}; in one the thoughts are parts of the content, which the aggregation passes over.
 */
class ChatStreamsRecordingsTest extends RecordedStreamsTest {
    ChatStreamsRecordingsTest() {
        super("chat_streams", 28);
    }

    @Override
    protected WireStream.Parser parser() {
        return Parsing.parser();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamGivesItsTextReasoningCallsFinishReasonAndUsage(Path stream) throws Exception {
        Parsed parsed = parse(stream);
        JsonNode expected = expectation(stream);

        if (Files.readString(stream).contains("\"thinking\"")) {
            assertThat(parsed.reasoningDeltas()).startsWith("Okay, the user is asking how to cross the street.");
        } else {
            assertThat(parsed.reasoningDeltas())
                    .isEqualTo(expected.path("reasoning_text").asText());
        }
        assertThat(parsed.deltaText()).isEqualTo(expected.path("final_text").asText());
        if (expected.path("error").isObject()) {
            assertThat(parsed.completed()).isEmpty();
            assertThat(parsed.failure().orElseThrow()).satisfies(failure -> {
                assertThat(failure.kind()).isEqualTo(ModelException.Kind.INVALID_REQUEST);
                assertThat(failure.retryable()).isFalse();
                assertThat(failure.code())
                        .contains(expected.path("error").path("code").asText());
                assertThat(failure.getMessage())
                        .contains(expected.path("error").path("message").asText());
            });
            return;
        }
        assertThat(parsed.failure()).isEmpty();
        ModelEvent.Completed completed = parsed.completed().orElseThrow();
        assertThat(parsed.itemText()).isEqualTo(expected.path("final_text").asText());
        assertThat(parsed.items(ModelItem.Message.class)).hasSizeLessThanOrEqualTo(1);
        assertThat(parsed.calls()).isEqualTo(calls(expected.path("tool_calls")));
        assertThat(completed.detail()).isEqualTo(WireJson.text(expected, "finish_reason"));
        assertThat(completed.stopReason())
                .isEqualTo(completed.detail().equals("length") ? StopReason.MAX_OUTPUT_TOKENS : StopReason.DONE);
        assertThat(completed.usage()).isEqualTo(usage(expected.path("usage")));
        assertThat(parsed.all(ModelEvent.Unknown.class)).isEmpty();
    }

    private static List<String> calls(JsonNode calls) {
        List<String> all = new ArrayList<>();
        calls.forEach(call -> all.add(call.path("id").asText() + " "
                + call.path("name").asText() + " " + call.path("arguments").asText()));
        return all;
    }

    private static TokenUsage usage(JsonNode usage) {
        long input = usage.path("prompt_tokens").asLong();
        return new TokenUsage(
                input,
                usage.path("prompt_tokens_details")
                        .path("cached_tokens")
                        .asLong(usage.path("cached_tokens").asLong()),
                usage.path("prompt_tokens_details").path("cache_write_tokens").asLong(),
                usage.path("total_tokens").asLong() - input,
                usage.path("completion_tokens_details").path("reasoning_tokens").asLong());
    }
}
