package dev.agentloop.runtime.model.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.CallOutput;
import dev.agentloop.model.ModelItem.Message;
import dev.agentloop.model.ModelItem.Reasoning;
import dev.agentloop.model.ModelItem.Role;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.Opaque;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessagesRequestTest {
    private static final RequestWriter WRITER = new RequestWriter(AnthropicModelProvider.ID, ExtraParameters.NONE);
    private static final String MARK = ",'cache_control':{'type':'ephemeral'}";
    private static final ModelItem HELLO = Message.of(Role.USER, "Hello");

    private final List<String> reports = new ArrayList<>();

    @Test
    void aConversationIsBlocksUnderTheirMessages() {
        assertThat(messages(List.of(
                        HELLO,
                        own("{'type':'thinking','thinking':'Hm','signature':'s'}"),
                        Message.of(Role.ASSISTANT, "Looking"),
                        call("a", "{ \"x\": 1.50 }"),
                        call("b", "{}"),
                        output("b", "2"),
                        output("a", "1"))))
                .isEqualTo(json("[{'role':'user','content':[{'type':'text','text':'Hello'" + MARK + "}]},"
                        + "{'role':'assistant','content':[{'type':'thinking','thinking':'Hm','signature':'s'},"
                        + "{'type':'text','text':'Looking'},"
                        + "{'type':'tool_use','id':'a','name':'f','input':{ 'x': 1.50 }},"
                        + "{'type':'tool_use','id':'b','name':'f','input':{}}]},"
                        + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'b','content':'2'},"
                        + "{'type':'tool_result','tool_use_id':'a','content':'1'" + MARK + "}]}]"));
        assertThat(reports).isEmpty();
    }

    @Test
    void whatTheApplicationSaysFirstIsTheSystemPromptAndLaterWrapped() {
        String body = body(
                request(List.of(Message.of(Role.DEVELOPER, "Rules."), HELLO, Message.of(Role.DEVELOPER, "Be quick.")))
                        .instructions("Be brief.")
                        .build());

        assertThat(body)
                .contains(json("'system':[{'type':'text','text':'Be brief.'},{'type':'text','text':'Rules.'" + MARK
                        + "}],'messages':[{'role':'user','content':[{'type':'text','text':'Hello'}]},"
                        + "{'role':'user','content':[{'type':'text','text':'<system-message>'},"
                        + "{'type':'text','text':'Be quick.'},{'type':'text','text':'</system-message>'" + MARK
                        + "}]}]"));
    }

    @Test
    void imagesAndDocumentsAreCarriedInMessagesAndOutputs() {
        Message message = new Message(
                "",
                Role.USER,
                List.of(
                        new Content.Text("See"),
                        new Content.Image("data:image/png;base64,AA=="),
                        new Content.Image("https://host/a.png"),
                        new Content.File("a.pdf", "data:application/pdf;base64,AA=="),
                        new Content.File("a.txt", "data:text/plain;base64,SGk=")),
                Optional.empty());
        assertThat(messages(List.of(message)))
                .isEqualTo(json("[{'role':'user','content':[{'type':'text','text':'See'},"
                        + "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'AA=='}},"
                        + "{'type':'image','source':{'type':'url','url':'https://host/a.png'}},"
                        + "{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'AA=='},"
                        + "'title':'a.pdf'},"
                        + "{'type':'document','source':{'type':'text','media_type':'text/plain','data':'Hi'},"
                        + "'title':'a.txt'" + MARK + "}]}]"));

        CallOutput image = new CallOutput(
                "a",
                Call.Form.FUNCTION,
                new ToolOutput(List.of(new Content.Image("data:image/png;base64,AA==")), true, Optional.empty()),
                Optional.empty());
        assertThat(messages(List.of(HELLO, call("a", "{}"), image)))
                .endsWith(json("{'type':'tool_result','tool_use_id':'a','content':[{'type':'image',"
                        + "'source':{'type':'base64','media_type':'image/png','data':'AA=='}}],'is_error':true" + MARK
                        + "}]}]"));
        assertThat(reports).isEmpty();
    }

    @Test
    void callsOfAnotherWireAreAdapted() {
        List<ModelItem> items = List.of(
                HELLO,
                new Call("", "functions.f:0", "f", Call.Form.FREEFORM, "say \"hi\"", foreign("{}")),
                output("functions.f:0", "ok"),
                call("b", "{\"cut"),
                output("b", "no"));
        assertThat(messages(items))
                .contains(json(
                        "{'type':'tool_use','id':'functions_2ef_3a0','name':'f','input':{'input':'say \\'hi\\''}}"))
                .contains(json("{'type':'tool_result','tool_use_id':'functions_2ef_3a0','content':'ok'"))
                .contains(json("'input':{'INVALID_JSON':'{\\'cut'}"));
        assertThat(reports).isEmpty();
    }

    @Test
    void whatCannotBeCarriedIsReported() {
        HostedItem search = new HostedItem.Unknown("ws_1", "web_search_call", "completed", "{}");
        String body = body(request(List.of(
                        new Reasoning("", "", "", foreign("{}")),
                        new ModelItem.Hosted(search, foreign("{}")),
                        output("gone", "x"),
                        new Message(
                                "",
                                Role.USER,
                                List.of(
                                        new Content.Text("Hi"),
                                        new Content.File("a.zip", "data:application/zip;base64,AA==")),
                                Optional.empty())))
                .hostedTools(List.of(HostedTool.codeInterpreter(), HostedTool.webSearch()))
                .build());

        assertThat(body)
                .contains(json("'tools':[{'type':'web_search_20250305','name':'web_search'" + MARK + "}]"))
                .contains(json("'messages':[{'role':'user','content':[{'type':'text','text':'Hi'" + MARK + "}]}]"));
        assertThat(reports)
                .containsExactly(
                        "reasoning of another provider",
                        "item web_search_call of another provider",
                        "output without its call",
                        "content of type File",
                        "hosted tool code_interpreter");
    }

    @Test
    void declarationsAndItemsOfTheServiceGoAsTheyAre() {
        String search = json("{'type':'web_search_20250305','name':'web_search','max_uses':3}");
        String use = json("{'type':'server_tool_use','id':'s','name':'web_search','input':{}}");
        HostedItem view = new HostedItem.Unknown("s", "web_search", "completed", use);
        String body =
                body(request(List.of(HELLO, new ModelItem.Hosted(view, Optional.of(new Opaque("anthropic", use)))))
                        .hostedTools(List.of(HostedTool.of(search)))
                        .instructions("x")
                        .build());

        assertThat(body)
                .contains("\"tools\":[" + search + "]")
                .contains(json("{'role':'assistant','content':[") + use + "]}]");
    }

    @Test
    void aConversationBeginsAndEndsWithTheUser() {
        assertThat(messages(List.of(Message.of(Role.ASSISTANT, "Half"))))
                .isEqualTo(json("[{'role':'user','content':[{'type':'text','text':'Continue.'" + MARK + "}]},"
                        + "{'role':'assistant','content':[{'type':'text','text':'Half'}]},"
                        + "{'role':'user','content':[{'type':'text','text':'Continue.'" + MARK + "}]}]"));
        assertThat(messages(List.of(Message.of(Role.USER, " ")))).contains("Continue.");
    }

    @Test
    void messagesOfOneTextWithCitationsGoBackWithThem() {
        Message cited = new Message(
                "",
                Role.ASSISTANT,
                List.of(new Content.Text("a"), new Content.Text("b")),
                Optional.of(new Opaque(
                        "anthropic",
                        json("[{'type':'text','text':'a'},{'type':'text','text':''},"
                                + "{'type':'text','text':'b','citations':[{'x':1}]}]"))));
        assertThat(messages(List.of(HELLO, cited, HELLO)))
                .contains(json("{'role':'assistant','content':[{'type':'text','text':'a'},"
                        + "{'type':'text','text':'b','citations':[{'x':1}]}]}"));
    }

    @Test
    void aStructuredAnswerIsAForcedToolUnlessTheModelThinks() {
        ModelRequest.Builder request = request(List.of(HELLO))
                .tools(List.of(ToolSpec.builder("f").strict(true).build()))
                .outputSchema(Optional.of(new JsonSchema("{\"type\": \"object\"}")));

        assertThat(body(request.build()))
                .contains(json("'strict':true" + MARK + "},{'name':'structured_answer'"))
                .contains("\"input_schema\":{\"type\": \"object\"}}]")
                .endsWith(json("'max_tokens':8192,'tool_choice':{'type':'any'}}"));
        assertThat(body(request.effort(Optional.of(ReasoningEffort.HIGH)).build()))
                .endsWith(json("'max_tokens':8192,'thinking':{'type':'enabled','budget_tokens':4096}}"));
    }

    @Test
    void whatTheModelCanDecidesTheRest() {
        ModelRequest request = request(List.of(HELLO))
                .tools(List.of(ToolSpec.builder("f").build()))
                .effort(Optional.of(ReasoningEffort.HIGH))
                .build();
        ModelInfo info = new ModelInfo("claude-opus-4-6", 0, 100_000, false, false);
        ModelRequest claude = ModelRequest.builder("claude-opus-4-6")
                .input(request.input())
                .tools(request.tools())
                .effort(request.effort())
                .build();

        assertThat(text(WRITER.write(claude, info)))
                .endsWith(json("'max_tokens':32000,'thinking':{'type':'adaptive','display':'summarized'},"
                        + "'output_config':{'effort':'high'},"
                        + "'tool_choice':{'type':'auto','disable_parallel_tool_use':true}}"));
        assertThat(text(WRITER.writeForCount(claude, info)))
                .startsWith(json("{'model':'claude-opus-4-6','tools':"))
                .doesNotContain("max_tokens", "\"stream\"");
    }

    @Test
    void aTurnThatBeganWithoutThoughtsGoesOnWithout() {
        List<ModelItem> foreign = List.of(HELLO, call("a", "{}"), output("a", "1"));
        assertThat(thinking(foreign)).isFalse();
        assertThat(thinking(List.of(HELLO, call("a", "{}"), output("a", "1"), HELLO)))
                .isTrue();
        assertThat(thinking(List.of(
                        HELLO,
                        own("{'type':'thinking','thinking':'Hm','signature':'s'}"),
                        call("a", "{}"),
                        output("a", "1"),
                        call("b", "{}"),
                        output("b", "1"))))
                .as("only the first answer of a turn must begin with a thought")
                .isTrue();
        assertThat(reports).containsExactly("reasoning effort in the middle of a turn");
    }

    private boolean thinking(List<ModelItem> items) {
        return body(request(items).effort(Optional.of(ReasoningEffort.HIGH)).build())
                .contains("\"thinking\":{\"type\":\"enabled\"");
    }

    @Test
    void apartFromMarkersEveryBodyOfASessionContinuesTheOneBefore() throws Exception {
        List<ModelItem> history = new ArrayList<>(List.of(Message.of(Role.DEVELOPER, "Rules."), HELLO));
        String last = body(request(List.copyOf(history)).build());
        for (int i = 0; i < 50; i++) {
            history.add(own("{'type':'thinking','thinking':'Hm " + i + "','signature':'s'}"));
            history.add(Message.of(Role.ASSISTANT, "Ich schaue nach 🙂 \uD83D"));
            history.add(call("a" + i, "{}"));
            history.add(call("b" + i, "{}"));
            history.add(output("a" + i, "Zeile \"" + i + "\" \u0001\n"));
            history.add(output("b" + i, "x"));
            if (i % 10 == 0) {
                history.add(Message.of(Role.USER, "Hurry"));
            }
            String next = body(request(List.copyOf(history)).build());
            assertThat(WireJson.tree(next).isObject()).isTrue();
            assertThat(unmarked(next))
                    .startsWith(unmarked(last).substring(0, unmarked(last).indexOf("],\"max_tokens\"")));
            assertThat(markedMessages(next))
                    .as("the last marker of the request before is repeated")
                    .hasSizeLessThanOrEqualTo(2)
                    .contains(markedMessages(last).get(markedMessages(last).size() - 1));
            last = next;
        }
    }

    /** The text up to the end of each marked block of the messages, without markers. */
    private static List<String> markedMessages(String body) {
        List<String> prefixes = new ArrayList<>();
        String mark = json(MARK);
        for (int at = body.indexOf(mark, body.indexOf("\"messages\"")); at >= 0; at = body.indexOf(mark, at + 1)) {
            prefixes.add(unmarked(body.substring(0, at)));
        }
        return prefixes;
    }

    private static String unmarked(String body) {
        return body.replace(json(MARK), "");
    }

    private ModelRequest.Builder request(List<ModelItem> input) {
        return ModelRequest.builder("m").input(input).onUnsupported((what, why) -> reports.add(what));
    }

    private String messages(List<ModelItem> items) {
        String body = body(request(items).build());
        String member = "\"messages\":";
        return body.substring(body.indexOf(member) + member.length(), body.lastIndexOf(",\"max_tokens\""));
    }

    private static String body(ModelRequest request) {
        return text(WRITER.write(request, ModelInfo.unknown(request.model())));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private static ModelItem call(String id, String arguments) {
        return new Call("", id, "f", Call.Form.FUNCTION, arguments, Optional.empty());
    }

    private static ModelItem output(String callId, String text) {
        return new CallOutput(callId, Call.Form.FUNCTION, ToolOutput.text(text), Optional.empty());
    }

    private static ModelItem own(String json) {
        return new Reasoning("", "", "", Optional.of(new Opaque("anthropic", json(json))));
    }

    private static Optional<Opaque> foreign(String json) {
        return Optional.of(new Opaque("responses", json));
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
