package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ArgumentsDelta;
import dev.agentloop.model.ModelEvent.ItemDone;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelEvent.ReasoningDelta;
import dev.agentloop.model.ModelEvent.StopReason;
import dev.agentloop.model.ModelEvent.TextDelta;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.Message;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.Parsed;
import dev.agentloop.runtime.model.SampleStreams;
import dev.agentloop.tool.Content;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventParserTest {
    @Test
    void reasoningTextAndCallsBecomeItemsWithTheServicesOwnForm() {
        Parsed parsed = Parsing.of(SampleStreams.reasoningTextAndCall());

        String call = SampleStreams.call("fc_1", "call_1", "read_file", "{\"path\":\"Größe.txt\"}");
        assertThat(parsed.items())
                .containsExactly(
                        new ModelItem.Reasoning("rs_1", "Look first", "", own(SampleStreams.reasoning("rs_1"))),
                        new Message(
                                "msg_1",
                                ModelItem.Role.ASSISTANT,
                                List.of(new Content.Text(SampleStreams.TEXT)),
                                own(SampleStreams.message("msg_1", SampleStreams.TEXT))),
                        new Call(
                                "fc_1",
                                "call_1",
                                "read_file",
                                Call.Form.FUNCTION,
                                "{\"path\":\"Größe.txt\"}",
                                own(call)));
        assertThat(parsed.all(ItemStarted.class))
                .containsExactly(
                        new ItemStarted("rs_1", ItemStarted.Kind.REASONING, ""),
                        new ItemStarted("msg_1", ItemStarted.Kind.MESSAGE, ""),
                        new ItemStarted("fc_1", ItemStarted.Kind.CALL, "read_file"));
        assertThat(parsed.all(ReasoningDelta.class)).containsExactly(new ReasoningDelta("rs_1", "Look first", true));
        assertThat(parsed.all(ArgumentsDelta.class))
                .containsExactly(new ArgumentsDelta("fc_1", "{\"path\":\"Größe.txt\"}"));
        assertThat(parsed.deltaText()).isEqualTo(SampleStreams.TEXT);
    }

    @Test
    void withoutAnEventNameTheTypeOfTheJsonCounts() {
        byte[] named = SampleStreams.reasoningTextAndCall();
        String unnamed = new String(named, java.nio.charset.StandardCharsets.UTF_8).replaceAll("event: [a-z._]+\n", "");
        assertThat(Parsing.of(SampleStreams.bytes(unnamed + "data: [DONE]\n\n")))
                .isEqualTo(Parsing.of(named));
    }

    @Test
    void deltasFindTheirItemByPlaceOrElseById() {
        assertThat(parse(
                                SampleStreams.added(3, "{\"id\":\"msg_1\",\"type\":\"message\"}")
                                        + "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\",\"output_index\":3}\n\n"
                                        + "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_2\",\"delta\":\"b\"}\n\n"
                                        + "data: {\"type\":\"response.refusal.delta\",\"item_id\":\"msg_2\",\"delta\":\"\"}\n\n")
                        .events())
                .containsExactly(
                        new ItemStarted("msg_1", ItemStarted.Kind.MESSAGE, ""),
                        new TextDelta("msg_1", "a"),
                        new TextDelta("msg_2", "b"));
    }

    @Test
    void whereDeltasAndItemDisagreeTheItemIsRight() {
        Parsed parsed = parse(SampleStreams.textDelta(0, "msg_1", "wrong")
                + SampleStreams.done(0, SampleStreams.message("msg_1", "right"))
                + SampleStreams.completed(SampleStreams.message("msg_1", "other")));
        assertThat(parsed.itemText()).isEqualTo("right");
    }

    @Test
    void itemsThatNeverWereDoneComeFromTheFinalList() {
        String call = SampleStreams.call("fc_1", "call_1", "t", "{}");
        Parsed parsed = parse(SampleStreams.done(0, SampleStreams.message("msg_1", "Hi"))
                + SampleStreams.completed(SampleStreams.message("msg_1", "Hi"), call));
        assertThat(parsed.events())
                .extracting(event -> event instanceof ItemDone done
                        ? done.itemId()
                        : event.getClass().getSimpleName())
                .containsExactly("msg_1", "fc_1", "Completed");
    }

    @Test
    void anItemCountsOnceHoweverOftenItIsSent() {
        String call = SampleStreams.call("fc_1", "call_1", "t", "{}");
        assertThat(parse(SampleStreams.done(0, call)
                                + SampleStreams.done(0, call)
                                + SampleStreams.done(1, call)
                                + SampleStreams.completed(call))
                        .items())
                .hasSize(1);
    }

    @Test
    void aServerThatChangesIdsSendsNothingTwice() {
        Parsed parsed = parse(SampleStreams.added(0, SampleStreams.call("a", "call_1", "t", ""))
                + SampleStreams.done(0, SampleStreams.call("b", "call_1", "t", "{}"))
                + SampleStreams.completed(SampleStreams.call("c", "call_1", "t", "{}")));
        assertThat(parsed.all(ItemDone.class)).extracting(ItemDone::itemId).containsExactly("a");
    }

    @Test
    void aServerThatGivesEveryItemThePlaceZeroLosesNothing() {
        String first = SampleStreams.call("fc_1", "call_1", "t", "{}");
        String second = SampleStreams.call("fc_2", "call_2", "t", "{}");
        Parsed parsed = parse(SampleStreams.added(0, first)
                + SampleStreams.done(0, first)
                + SampleStreams.added(0, second)
                + SampleStreams.done(0, second)
                + SampleStreams.completed(first, second));
        assertThat(parsed.all(ItemDone.class)).extracting(ItemDone::itemId).containsExactly("fc_1", "fc_2");
    }

    @Test
    void itemsWithoutAnIdGetOne() {
        Parsed parsed = parse(SampleStreams.added(0, "{\"type\":\"message\"}")
                + SampleStreams.textDelta(0, "", "Hi")
                + SampleStreams.done(
                        0, "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}")
                + SampleStreams.completed());
        assertThat(parsed.events())
                .startsWith(new ItemStarted("item_0", ItemStarted.Kind.MESSAGE, ""), new TextDelta("item_0", "Hi"));
        assertThat(parsed.all(ItemDone.class)).extracting(ItemDone::itemId).containsExactly("item_0");
    }

    @Test
    void aCallThatEndsInTheMiddleDoesNotExist() {
        String half = SampleStreams.call("fc_1", "call_1", "t", "{\"a").replace("completed", "incomplete");
        Parsed parsed = parse(
                SampleStreams.added(0, half) + SampleStreams.done(0, half) + incomplete("max_output_tokens", half));
        assertThat(parsed.items()).isEmpty();
        assertThat(parsed.completed().orElseThrow().stopReason()).isEqualTo(StopReason.MAX_OUTPUT_TOKENS);
    }

    @Test
    void aTextThatEndsInTheMiddleIsKept() {
        String half = SampleStreams.message("msg_1", "Once upon").replace("completed", "incomplete");
        Parsed parsed = parse(SampleStreams.done(0, half) + incomplete("max_output_tokens", half));
        assertThat(parsed.itemText()).isEqualTo("Once upon");
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens, MAX_OUTPUT_TOKENS", "content_filter, CONTENT_FILTER", "something_new, OTHER"})
    void anIncompleteResponseSaysWhy(String reason, StopReason expected) {
        ModelEvent.Completed completed = parse(incomplete(reason)).completed().orElseThrow();
        assertThat(completed.stopReason()).isEqualTo(expected);
        assertThat(completed.detail()).isEqualTo(reason);
    }

    @Test
    void aRefusalIsText() {
        Parsed parsed = parse(SampleStreams.done(
                0,
                "{\"id\":\"m\",\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"I will not\"}]}"));
        assertThat(parsed.itemText()).isEqualTo("I will not");
    }

    @Test
    void nullIsTheSameAsAbsent() {
        Parsed parsed = parse(
                SampleStreams.done(
                                0,
                                "{\"id\":null,\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"t\",\"arguments\":null,"
                                        + "\"status\":null}")
                        + "data: {\"type\":\"response.completed\",\"response\":{\"id\":null,\"usage\":null,\"output\":null}}\n\n");
        assertThat(parsed.calls(Call.Form.FUNCTION))
                .extracting(Call::callId, Call::arguments)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("c", ""));
        assertThat(parsed.completed().orElseThrow().usage()).isEqualTo(dev.agentloop.TokenUsage.NONE);
    }

    @Test
    void unknownAndMalformedEventsAreKeptAndHarmless() {
        Parsed parsed = parse("event: response.new_thing\ndata: {\"type\":\"response.new_thing\",\"x\":1}\n\n"
                + "data: {\"type\":\"response.output_item.done\",\"item\":{\"ty\n\n"
                + "data: hello\n\n"
                + "data: 7\n\n"
                + SampleStreams.completed());
        assertThat(parsed.events())
                .startsWith(
                        new ModelEvent.Unknown(
                                "response.new_thing", Optional.of("{\"type\":\"response.new_thing\",\"x\":1}")),
                        new ModelEvent.Unknown(
                                "malformed", Optional.of("{\"type\":\"response.output_item.done\",\"item\":{\"ty")),
                        new ModelEvent.Unknown("malformed", Optional.of("hello")),
                        new ModelEvent.Unknown("message", Optional.of("7")));
        assertThat(parsed.completed()).isPresent();
    }

    @Test
    void jsonThatIsABombIsAMalformedEvent() {
        Parsed parsed = parse("data: {\"type\":\"response.output_item.done\",\"item\":" + "[".repeat(100_000) + "\n\n"
                + SampleStreams.completed());
        assertThat(parsed.events().get(0)).isEqualTo(new ModelEvent.Unknown("malformed", Optional.empty()));
        assertThat(parsed.completed()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate_limit_exceeded|Rate limit reached. Please try again in 1.5s.|RATE_LIMIT|true|1500",
                "rate_limit_exceeded|Please try again in 20ms. Visit us.|RATE_LIMIT|true|20",
                "rate_limit_exceeded|Please try again in 1m30s.|RATE_LIMIT|true|90000",
                "rate_limit_exceeded|Please retry after 26 seconds.|RATE_LIMIT|true|26000",
                "insufficient_quota|You exceeded your quota|QUOTA|false|",
                "context_length_exceeded|Too long|CONTEXT_WINDOW|false|",
                "server_is_overloaded|Busy|SERVER|true|",
                "server_error|Sorry|SERVER|true|",
                "invalid_prompt|No|INVALID_REQUEST|false|",
                "image_too_large|No|INVALID_REQUEST|false|",
                "never_seen|What|SERVER|true|",
            })
    void aFailedResponseIsClassified(String code, String message, Kind kind, boolean retryable, Long waitMillis) {
        String error = "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
        Optional<Duration> wait = Optional.ofNullable(waitMillis).map(Duration::ofMillis);
        for (String event : List.of(
                SampleStreams.event(
                        "response.failed",
                        "\"response\":{\"status\":\"failed\",\"error\":" + error + ",\"output\":[]}"),
                SampleStreams.event("error", "\"error\":" + error),
                SampleStreams.event(
                        "error", "\"code\":\"" + code + "\",\"message\":\"" + message + "\",\"param\":null"),
                "data: {\"error\":" + error + "}\n\n")) {
            ModelException failure = parse(event).failure().orElseThrow();
            assertThat(failure.kind()).as(event).isEqualTo(kind);
            assertThat(failure.retryable()).isEqualTo(retryable);
            assertThat(failure.retryAfter()).isEqualTo(wait);
            assertThat(failure.code()).contains(code);
            assertThat(failure.getMessage()).contains(message, code);
        }
    }

    @Test
    void hostedItemsAreTyped() {
        Parsed parsed = parse(hosted("web_search_call", "\"action\":{\"type\":\"search\",\"query\":\"cats\"}")
                + hosted("web_search_call", "\"action\":{\"type\":\"open_page\",\"url\":\"https://a.b\"}")
                + hosted("file_search_call", "\"queries\":[\"q\"],\"results\":[{\"filename\":\"f.pdf\"}]")
                + hosted("code_interpreter_call", "\"code\":\"1+1\",\"container_id\":\"c\",\"outputs\":null")
                + hosted("computer_call", "\"call_id\":\"c1\",\"action\":{\"type\":\"click\"}")
                + hosted("image_generation_call", "\"result\":\"QUJD\"")
                + hosted(
                        "mcp_call",
                        "\"server_label\":\"s\",\"name\":\"t\",\"arguments\":\"{}\",\"output\":\"o\",\"error\":null")
                + hosted("mcp_list_tools", "\"server_label\":\"s\",\"tools\":[{\"name\":\"a\"},{\"name\":\"b\"}]")
                + hosted("mcp_approval_request", "\"server_label\":\"s\",\"name\":\"t\",\"arguments\":\"{}\"")
                + hosted("something_new", "\"x\":1"));

        assertThat(parsed.items().stream()
                        .map(item -> ((ModelItem.Hosted) item).item())
                        .toList())
                .usingRecursiveComparison()
                .ignoringFields("json", "id")
                .isEqualTo(List.of(
                        new HostedItem.WebSearch("", "completed", "search", List.of("cats"), ""),
                        new HostedItem.WebSearch("", "completed", "open_page", List.of("https://a.b"), ""),
                        new HostedItem.FileSearch("", "completed", List.of("q"), List.of("f.pdf"), ""),
                        new HostedItem.CodeInterpreter("", "completed", "1+1", "c", ""),
                        new HostedItem.ComputerUse("", "completed", "c1", "click", ""),
                        new HostedItem.ImageGeneration("", "completed", Optional.of("QUJD"), ""),
                        new HostedItem.RemoteMcpCall("", "completed", "s", "t", "{}", "o", "", ""),
                        new HostedItem.RemoteMcpCall("", "completed", "s", "", "", "a, b", "", ""),
                        new HostedItem.RemoteMcpCall("", "completed", "s", "t", "{}", "", "", ""),
                        new HostedItem.Unknown("", "something_new", "completed", "")));
    }

    private int nextHosted;

    private String hosted(String type, String members) {
        int index = nextHosted++;
        return SampleStreams.done(
                index,
                "{\"id\":\"h_" + index + "\",\"type\":\"" + type + "\",\"status\":\"completed\"," + members + "}");
    }

    private static String incomplete(String reason, String... items) {
        return SampleStreams.event(
                "response.incomplete",
                "\"response\":{\"id\":\"r\",\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"" + reason
                        + "\"},\"output\":[" + String.join(",", items) + "],\"usage\":null}");
    }

    private static Optional<Opaque> own(String json) {
        return Optional.of(new Opaque("responses", json));
    }

    private static Parsed parse(String stream) {
        return Parsing.of(SampleStreams.bytes(stream));
    }
}
