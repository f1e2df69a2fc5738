package dev.agentloop.runtime.model.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesEventParserTest {
    private static final String START =
            "{'type':'message_start','message':{'id':'msg_1','model':'m','usage':{'input_tokens':5}}}";
    private static final String STOP = "{'type':'message_stop'}";

    @Test
    void thinkingGoesBackAsItCameWithWhatTheServiceMayAdd() {
        Parsed parsed = Parsing.events(
                START,
                start(0, "{'type':'thinking','thinking':'','signature':'','later':1}"),
                delta(0, "{'type':'thinking_delta','thinking':'Let me '}"),
                delta(0, "{'type':'thinking_delta','thinking':'see'}"),
                delta(0, "{'type':'signature_delta','signature':'c2ln'}"),
                stop(0),
                start(1, "{'type':'redacted_thinking','data':'ZW5j'}"),
                stop(1),
                start(2, "{'type':'text','text':''}"),
                delta(2, "{'type':'text_delta','text':'4'}"),
                stop(2),
                end("end_turn"),
                STOP);

        assertThat(parsed.items(ModelItem.Reasoning.class))
                .extracting(
                        ModelItem.Reasoning::text,
                        reasoning -> reasoning.opaque().orElseThrow())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "Let me see",
                                own("{'type':'thinking','thinking':'Let me see','signature':'c2ln','later':1}")),
                        org.assertj.core.groups.Tuple.tuple("", own("{'type':'redacted_thinking','data':'ZW5j'}")));
        assertThat(parsed.reasoningDeltas()).isEqualTo("Let me see");
        assertThat(parsed.itemText()).isEqualTo("4");
    }

    @Test
    void anAnswerThatBeginsAnewForgetsWhatWasNotDone() {
        Parsed parsed = Parsing.events(
                START,
                start(0, "{'type':'thinking','thinking':'old'}"),
                stop(0),
                start(1, call("a")),
                delta(1, "{'type':'input_json_delta','partial_json':'{'}"),
                "{'type':'message_start','message':{'id':'msg_2','model':'m','usage':{'input_tokens':7}}}",
                start(0, call("b")),
                stop(0),
                end("tool_use"),
                STOP);

        assertThat(parsed.items()).hasSize(1);
        assertThat(parsed.calls()).containsExactly("b add {}");
        assertThat(parsed.completed().orElseThrow())
                .isEqualTo(new ModelEvent.Completed(StopReason.DONE, "tool_use", TokenUsage.of(7, 3), "msg_2", "m"));
    }

    @Test
    void textsThatCitationsTearApartAreOneMessage() {
        Parsed parsed = Parsing.events(
                START,
                start(0, "{'type':'text','text':'','citations':[]}"),
                delta(0, "{'type':'text_delta','text':'It is '}"),
                stop(0),
                start(1, "{'type':'text','text':''}"),
                delta(1, "{'type':'text_delta','text':'sunny'}"),
                delta(1, "{'type':'citations_delta','citation':{'url':'https://w'}}"),
                stop(1),
                end("end_turn"),
                STOP);

        assertThat(parsed.items(ModelItem.Message.class)).singleElement().satisfies(message -> {
            assertThat(message.text()).isEqualTo("It is sunny");
            assertThat(message.opaque())
                    .contains(own("[{'type':'text','text':'It is '},"
                            + "{'type':'text','text':'sunny','citations':[{'url':'https://w'}]}]"));
        });
        assertThat(parsed.all(ItemStarted.class)).hasSize(1);
        assertThat(parsed.deltaText()).isEqualTo("It is sunny");
    }

    @Test
    void aCallThatTheOutputLimitCutsDoesNotExist() {
        String[] events = {
            START,
            start(0, call("a")),
            delta(0, "{'type':'input_json_delta','partial_json':'{}'}"),
            stop(0),
            start(1, call("b")),
            delta(1, input("{\\'x\\':")),
            stop(1),
        };

        Parsed cut = parsed(events, end("max_tokens"), STOP);
        assertThat(cut.calls()).containsExactly("a add {}");
        assertThat(cut.completed().orElseThrow().stopReason()).isEqualTo(StopReason.MAX_OUTPUT_TOKENS);

        assertThat(parsed(events, end("tool_use"), STOP).calls())
                .as("else the model wrote it so")
                .containsExactly("a add {}", "b add {\"x\":");
    }

    @Test
    void aStructuredAnswerIsAMessage() {
        Parsed parsed = Parsing.events(
                START,
                start(0, "{'type':'tool_use','id':'t','name':'structured_answer','input':{}}"),
                delta(0, "{'type':'input_json_delta','partial_json':'[1'}"),
                delta(0, "{'type':'input_json_delta','partial_json':',2]'}"),
                stop(0),
                end("tool_use"),
                STOP);

        assertThat(parsed.items()).containsExactly(ModelItem.Message.of(ModelItem.Role.ASSISTANT, "[1,2]"));
        assertThat(parsed.deltaText()).isEqualTo("[1,2]");
        assertThat(parsed.completed().orElseThrow().stopReason()).isEqualTo(StopReason.DONE);
    }

    @Test
    void blocksOfTheServiceAreKeptWithTheirInput() {
        Parsed parsed = Parsing.events(
                START,
                start(0, "{'type':'server_tool_use','id':'s','name':'web_search','input':{}}"),
                delta(0, input("{\\'query\\':\\'java\\'}")),
                stop(0),
                start(1, "{'type':'brand_new','id':'n','x':1}"),
                stop(1),
                end("pause_turn"),
                STOP);

        assertThat(parsed.items(ModelItem.Hosted.class))
                .extracting(ModelItem.Hosted::item)
                .containsExactly(
                        new HostedItem.WebSearch(
                                "s",
                                "completed",
                                "search",
                                List.of("java"),
                                json("{'type':'server_tool_use','id':'s','name':'web_search',"
                                        + "'input':{'query':'java'}}")),
                        new HostedItem.Unknown(
                                "n", "brand_new", "completed", json("{'type':'brand_new','id':'n','x':1}")));
        assertThat(parsed.completed().orElseThrow().stopReason()).isEqualTo(StopReason.OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn,DONE",
        "tool_use,DONE",
        "stop_sequence,DONE",
        "max_tokens,MAX_OUTPUT_TOKENS",
        "model_context_window_exceeded,MAX_OUTPUT_TOKENS",
        "refusal,CONTENT_FILTER",
        "pause_turn,OTHER",
        "brand_new,OTHER"
    })
    void aStopReasonIsTranslatedAndKept(String reason, StopReason expected) {
        ModelEvent.Completed completed =
                Parsing.events(START, end(reason), STOP).completed().orElseThrow();
        assertThat(completed.stopReason()).isEqualTo(expected);
        assertThat(completed.detail()).isEqualTo(reason);
    }

    @Test
    void anAnswerIsCompleteWithItsStopReasonOrItsEnd() {
        assertThat(Parsing.events(START, end("end_turn")).completed()).isPresent();
        assertThat(Parsing.events(START, STOP).completed()).isPresent();
        assertThat(Parsing.events(START).completed()).isEmpty();
        assertThat(Parsing.events(STOP).completed()).isEmpty();
        assertThat(Parsing.events(START, start(0, call("a")), STOP).completed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error,Overloaded,SERVER,true",
        "rate_limit_error,slow down,RATE_LIMIT,true",
        "api_error,Internal,SERVER,true",
        "authentication_error,no,AUTHENTICATION,false",
        "invalid_request_error,prompt is too long: 9 > 8,CONTEXT_WINDOW,false",
        "invalid_request_error,input length and `max_tokens` exceed context limit: 9 + 9 > 8,CONTEXT_WINDOW,false",
        "invalid_request_error,bad,INVALID_REQUEST,false",
        "invalid_request_error,Your credit balance is too low,QUOTA,false",
        "billing_error,pay,QUOTA,false",
    })
    void anErrorInTheStreamIsTyped(String type, String message, ModelException.Kind kind, boolean retryable) {
        ModelException failure = Parsing.events(
                        START, "{'type':'error','error':{'type':'" + type + "','message':'" + message + "'}}")
                .failure()
                .orElseThrow();

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.code()).contains(type);
        assertThat(failure).hasMessageContaining(message);
    }

    @Test
    void whatNobodyKnowsIsPassedOnAndPingsAreNot() {
        Parsed parsed = Parsing.events(
                START,
                "{'type':'ping'}",
                "{'type':'brand_new'}",
                "not json",
                delta(7, "{'type':'text_delta','text':'lost'}"),
                start(0, "{'type':'text','text':''}"),
                delta(0, "{'type':'brand_new_delta'}"),
                stop(0),
                end("end_turn"),
                STOP);

        assertThat(parsed.all(ModelEvent.Unknown.class))
                .extracting(ModelEvent.Unknown::type)
                .containsExactly("brand_new", "malformed", "content_block_delta", "content_block_delta");
        assertThat(parsed.completed()).isPresent();
    }

    private static Parsed parsed(String[] events, String... more) {
        List<String> all = new ArrayList<>(List.of(events));
        all.addAll(List.of(more));
        return Parsing.events(all.toArray(String[]::new));
    }

    private static String start(int index, String block) {
        return "{'type':'content_block_start','index':" + index + ",'content_block':" + block + "}";
    }

    private static String call(String id) {
        return "{'type':'tool_use','id':'" + id + "','name':'add','input':{}}";
    }

    private static String delta(int index, String delta) {
        return "{'type':'content_block_delta','index':" + index + ",'delta':" + delta + "}";
    }

    /** @param json its quotes escaped */
    private static String input(String json) {
        return "{'type':'input_json_delta','partial_json':'" + json + "'}";
    }

    private static String stop(int index) {
        return "{'type':'content_block_stop','index':" + index + "}";
    }

    private static String end(String reason) {
        return "{'type':'message_delta','delta':{'stop_reason':'" + reason + "'},'usage':{'output_tokens':3}}";
    }

    private static Opaque own(String json) {
        return new Opaque("anthropic", json(json));
    }

    private static String json(String json) {
        return json.replace('\'', '"');
    }
}
