package dev.agentloop.runtime.model.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemDone;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.Parsed;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatEventParserTest {
    private static String delta(String members) {
        return "{'id':'c1','model':'m','choices':[{'index':0,'delta':{" + members + "},'finish_reason':null}]}";
    }

    private static String finish(String reason) {
        return "{'id':'c1','choices':[{'index':0,'delta':{},'finish_reason':'" + reason + "'}]}";
    }

    private static String call(int index, String id, String name, String arguments) {
        return delta("'tool_calls':[{'index':" + index + ",'id':'" + id + "','type':'function','function':{'name':'"
                + name + "','arguments':'" + arguments + "'}}]");
    }

    @Test
    void aCallIsDoneWhenTheNextBeginsAndTheLastAtTheFinish() {
        Parsed parsed = Parsing.chunks(
                call(0, "a", "first", "{}"), call(1, "b", "second", ""), call(1, "", "", "{ }"), finish("tool_calls"));

        assertThat(parsed.events())
                .containsExactly(
                        new ItemStarted("item_0", ItemStarted.Kind.CALL, "first"),
                        new ModelEvent.ArgumentsDelta("item_0", "{}"),
                        new ItemDone("item_0", new Call("", "a", "first", Call.Form.FUNCTION, "{}", Optional.empty())),
                        new ItemStarted("item_1", ItemStarted.Kind.CALL, "second"),
                        new ModelEvent.ArgumentsDelta("item_1", "{ }"),
                        new ItemDone(
                                "item_1", new Call("", "b", "second", Call.Form.FUNCTION, "{ }", Optional.empty())),
                        new ModelEvent.Completed(StopReason.DONE, "tool_calls", TokenUsage.NONE, "c1", "m"));
    }

    @Test
    void fragmentsOfParallelCallsMayBeMixed() {
        Parsed parsed = Parsing.chunks(
                call(0, "a", "first", "{"),
                call(1, "b", "second", "{"),
                call(0, "", "", "}"),
                call(1, "", "", " }"),
                finish("tool_calls"));
        assertThat(parsed.calls()).containsExactly("a first {}", "b second { }");
    }

    @Test
    void callsThatShareAnIndexAreKnownByTheirIds() {
        Parsed parsed = Parsing.chunks(call(0, "a", "first", "{}"), call(0, "b", "first", "{}"), finish("tool_calls"));
        assertThat(parsed.calls()).containsExactly("a first {}", "b first {}");
    }

    @Test
    void anIdInventedForEachFragmentDoesNotMakeACall() {
        Parsed parsed = Parsing.chunks(call(0, "a", "first", "{"), call(0, "x", "", "}"), finish("stop"));
        assertThat(parsed.calls()).containsExactly("a first {}");
    }

    @Test
    void callsWithoutAnIdGetOneOfTheirOwn() {
        Parsed parsed = Parsing.chunks(call(0, "", "first", "{}"), call(1, "", "first", "{}"), finish("stop"));
        assertThat(parsed.items(Call.class))
                .extracting(Call::callId)
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    @Test
    void aCallKeepsWhatItsServiceWantsBack() {
        Parsed parsed = Parsing.chunks(
                delta("'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'},"
                        + "'extra_content':{'google':{'thought_signature':'s'}}}]"),
                finish("stop"));
        assertThat(parsed.items().get(0).opaque())
                .contains(new Opaque("chat", "{\"google\":{\"thought_signature\":\"s\"}}"));
    }

    @Test
    void anAnswerCutAtTheLimitHasNoHalfCalls() {
        Parsed parsed = Parsing.chunks(
                delta("'content':'Hi'"), call(0, "a", "f", "{}"), call(1, "b", "f", "{\\\"x"), finish("length"));
        assertThat(parsed.itemText()).isEqualTo("Hi");
        assertThat(parsed.calls()).containsExactly("a f {}");
        assertThat(parsed.completed().orElseThrow().stopReason()).isEqualTo(StopReason.MAX_OUTPUT_TOKENS);
    }

    @ParameterizedTest
    @CsvSource({"stop,DONE", "tool_calls,DONE", "length,MAX_OUTPUT_TOKENS", "content_filter,CONTENT_FILTER", "odd,OTHER"
    })
    void finishReasonsAreStopReasons(String reason, StopReason expected) {
        ModelEvent.Completed completed = Parsing.chunks(delta("'content':'Hi'"), finish(reason))
                .completed()
                .orElseThrow();
        assertThat(completed.stopReason()).isEqualTo(expected);
        assertThat(completed.detail()).isEqualTo(reason);
    }

    @Test
    void usageComesInTheLastChunk() {
        Parsed parsed = Parsing.chunks(
                delta("'content':'Hi'"),
                finish("stop"),
                "{'id':'c1','choices':[],'usage':{'prompt_tokens':10,'completion_tokens':4,'total_tokens':14,"
                        + "'prompt_tokens_details':{'cached_tokens':8},"
                        + "'completion_tokens_details':{'reasoning_tokens':3}}}",
                "[DONE]");
        assertThat(parsed.completed().orElseThrow().usage()).isEqualTo(new TokenUsage(10, 8, 0, 4, 3));
    }

    @Test
    void aRefusalIsText() {
        assertThat(Parsing.chunks(delta("'refusal':'No.'"), finish("stop")).itemText())
                .isEqualTo("No.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning", "reasoning_content"})
    void reasoningKeepsTheDialectItCameIn(String member) {
        Parsed parsed = Parsing.chunks(
                delta("'" + member + "':'Let me'"),
                delta("'" + member + "':' see'"),
                delta("'content':'4'"),
                finish("stop"));
        assertThat(parsed.items().get(0))
                .isEqualTo(new ModelItem.Reasoning(
                        "", "", "Let me see", Optional.of(new Opaque("chat", "{\"" + member + "\":\"Let me see\"}"))));
        assertThat(parsed.items()).hasSize(2);
    }

    @Test
    void reasoningDetailsArePutTogetherByIndex() {
        Parsed parsed = Parsing.chunks(
                delta("'reasoning':'a','reasoning_details':[{'type':'reasoning.text','index':0,'text':'a'}]"),
                delta("'reasoning':'b','reasoning_details':[{'type':'reasoning.text','index':0,'text':'b'}]"),
                delta("'reasoning_details':[{'type':'reasoning.text','index':0,'signature':'s'}]"),
                delta("'reasoning_details':[{'type':'reasoning.encrypted','index':1,'data':'x'}]"),
                finish("stop"));
        assertThat(parsed.items())
                .containsExactly(new ModelItem.Reasoning(
                        "",
                        "",
                        "ab",
                        Optional.of(new Opaque(
                                "chat",
                                "{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"index\":0,\"text\":\"ab\","
                                        + "\"signature\":\"s\"},{\"type\":\"reasoning.encrypted\",\"index\":1,"
                                        + "\"data\":\"x\"}]}"))));
    }

    @Test
    void anEndWithoutFinishReasonIsNoEnd() {
        assertThat(Parsing.chunks(delta("'content':'Hi'")).completed()).isEmpty();
        assertThat(Parsing.chunks("[DONE]").completed()).isEmpty();
        assertThat(Parsing.chunks(call(0, "a", "f", "{"), "[DONE]").completed()).isEmpty();
    }

    @Test
    void doneAloneEndsAnAnswerOfServicesThatGiveNoReason() {
        Parsed parsed = Parsing.chunks(delta("'content':'Hi'"), "[DONE]");
        assertThat(parsed.completed())
                .contains(new ModelEvent.Completed(StopReason.DONE, "", TokenUsage.NONE, "c1", "m"));
        assertThat(parsed.itemText()).isEqualTo("Hi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'error':{'message':'Slow down','type':'rate_limit_error'}} | RATE_LIMIT | true",
                "{'id':'c1','error':{'message':'Upstream','code':502},'choices':[]} | SERVER | true",
                "{'error':{'message':'No money','code':402}} | INVALID_REQUEST | false",
                "{'error':'boom'} | SERVER | true",
            })
    void anErrorInTheStreamIsAFailureOfItsKind(String chunk, Kind kind, boolean retryable) {
        ModelException failure =
                Parsing.chunks(delta("'content':'Hi'"), chunk).failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.retryable()).isEqualTo(retryable);
    }

    @Test
    void whatNobodyUnderstandsIsPassedOn() {
        Parsed parsed = Parsing.chunks("{'type':'ping'}", "not json", "[1]", delta("'content':'Hi'"), finish("stop"));
        assertThat(parsed.all(ModelEvent.Unknown.class))
                .isEqualTo(List.of(
                        new ModelEvent.Unknown("message", Optional.of("{\"type\":\"ping\"}")),
                        new ModelEvent.Unknown("malformed", Optional.of("not json")),
                        new ModelEvent.Unknown("message", Optional.of("[1]"))));
        assertThat(parsed.itemText()).isEqualTo("Hi");
    }
}
