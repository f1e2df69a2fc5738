package dev.agentloop.headless.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.TurnStatus;
import dev.agentloop.UserInput;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventHeader;
import dev.agentloop.event.Failure;
import dev.agentloop.event.HostedItem;
import dev.agentloop.event.TurnItem;
import dev.agentloop.event.TurnItem.Status;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ExecJsonWriterTest {
    private static final SessionId SESSION = SessionId.of("session-1");

    private final StringBuilder out = new StringBuilder();
    private final ExecJsonWriter writer = new ExecJsonWriter(out);
    private long sequence;

    @Test
    void theFirstEventStartsTheThread() {
        writer.onEvent(
                new AgentEvent.SessionStarted(header(), AgentEvent.SessionStarted.Origin.STARTED, Path.of("/src")));
        writer.onEvent(new AgentEvent.TurnStarted(header(), "model", false));
        assertLines("{'type':'thread.started','thread_id':'session-1'}", "{'type':'turn.started'}");
    }

    @Test
    void messagesAndReasoningAreWrittenWhenTheyAreWhole() {
        start(new TurnItem.Reasoning("r", "", ""));
        complete(new TurnItem.Reasoning("r", "Look first.", "long"));
        complete(new TurnItem.Reasoning("r2", "", "Only text."));
        complete(new TurnItem.Reasoning("r3", "", ""));
        start(new TurnItem.AgentMessage("m", ""));
        writer.onEvent(new AgentEvent.ItemDelta(header(), "m", AgentEvent.ItemDelta.Part.TEXT, "Do"));
        complete(new TurnItem.AgentMessage("m", "Done.\u2028Bye"));
        complete(new TurnItem.UserMessage("u", UserInput.text("hello")));
        assertItems(
                "item.completed {'id':'item_0','type':'reasoning','text':'Look first.'}",
                "item.completed {'id':'item_1','type':'reasoning','text':'Only text.'}",
                "item.completed {'id':'item_2','type':'agent_message','text':'Done.\\u2028Bye'}");
    }

    @Test
    void aCommandStartsAndCompletesUnderOneId() {
        start(call("i", "exec_command", Status.IN_PROGRESS, Optional.empty()));
        start(command(Status.IN_PROGRESS, "", OptionalInt.empty()));
        complete(command(Status.FAILED, "oops\n", OptionalInt.of(2)));
        complete(call("i", "exec_command", Status.COMPLETED, Optional.of(ToolOutput.text("exit code 2"))));
        assertItems(
                "item.started {'id':'item_0','type':'command_execution','command':\"sh -c 'echo \\\"a\\\" $HOME'\","
                        + "'aggregated_output':'','status':'in_progress'}",
                "item.completed {'id':'item_0','type':'command_execution','command':\"sh -c 'echo \\\"a\\\" $HOME'\","
                        + "'aggregated_output':'oops\\n','exit_code':2,'status':'failed'}");
    }

    @Test
    void aShellCallThatNeverStartedACommandIsShownItself() {
        start(call("i", "exec_command", Status.IN_PROGRESS, Optional.empty()));
        complete(call("i", "exec_command", Status.DENIED, Optional.of(ToolOutput.error("not approved"))));
        assertItems("item.completed {'id':'item_0','type':'mcp_tool_call','server':'agent','tool':'exec_command',"
                + "'arguments':{'a':1},'error':{'message':'not approved'},'status':'failed'}");
    }

    @Test
    void callsOfMcpServersNameServerAndTool() {
        start(call("i", "mcp__docs__read_page", Status.IN_PROGRESS, Optional.empty()));
        ToolOutput output = new ToolOutput(
                List.of(
                        new Content.Text("page"),
                        new Content.Image("data:image/png;base64,AAAA"),
                        new Content.Image("https://example.com/a.png")),
                false,
                Optional.of("{\"n\":1}"));
        complete(call("i", "mcp__docs__read_page", Status.COMPLETED, Optional.of(output)));
        assertItems(
                "item.started {'id':'item_0','type':'mcp_tool_call','server':'docs','tool':'read_page',"
                        + "'arguments':{'a':1},'status':'in_progress'}",
                "item.completed {'id':'item_0','type':'mcp_tool_call','server':'docs','tool':'read_page',"
                        + "'arguments':{'a':1},'result':{'content':[{'type':'text','text':'page'},"
                        + "{'type':'image','data':'AAAA','mimeType':'image/png'},"
                        + "{'type':'resource_link','uri':'https://example.com/a.png',"
                        + "'name':'https://example.com/a.png'}],"
                        + "'structured_content':{'n':1}},'status':'completed'}");
    }

    @Test
    void argumentsThatAreNotJsonAreKeptAsText() {
        complete(new TurnItem.ToolInvocation(
                "i", "c", "add", "{\"a\":", Status.FAILED, Optional.of(ToolOutput.error("not JSON")), Duration.ZERO));
        assertItems("item.completed {'id':'item_0','type':'mcp_tool_call','server':'agent','tool':'add',"
                + "'arguments':'{\\\"a\\\":','error':{'message':'not JSON'},'status':'failed'}");
    }

    @Test
    void filesPlansSearchesAndNoticesHaveTheirForms() {
        complete(new TurnItem.FileChange(
                "f",
                "p",
                List.of(
                        change("/src/A.java", TurnItem.FileChange.Kind.ADDED),
                        change("/src/B.java", TurnItem.FileChange.Kind.UPDATED),
                        change("/src/C.java", TurnItem.FileChange.Kind.DELETED)),
                Status.COMPLETED));
        complete(new TurnItem.ToolInvocation(
                "i",
                "p",
                "apply_patch",
                "patch",
                Status.COMPLETED,
                Optional.of(ToolOutput.text("done")),
                Duration.ZERO));
        complete(new HostedItem.WebSearch("w", "completed", "search", List.of("java", "records"), "{}"));
        writer.onEvent(new AgentEvent.Notice(header(), "model.retry", "Trying again"));
        complete(plan("p1", "in_progress"));
        complete(plan("p2", "completed"));
        end(TurnStatus.COMPLETED);
        assertItems(
                "item.completed {'id':'item_0','type':'file_change','changes':[{'path':'/src/A.java','kind':'add'},"
                        + "{'path':'/src/B.java','kind':'update'},{'path':'/src/C.java','kind':'delete'}],"
                        + "'status':'completed'}",
                "item.completed {'id':'item_1','type':'web_search','query':'java, records'}",
                "item.completed {'id':'item_2','type':'error','message':'Trying again'}",
                "item.started {'id':'item_3','type':'todo_list','items':[{'text':'step','completed':false}]}",
                "item.updated {'id':'item_3','type':'todo_list','items':[{'text':'step','completed':true}]}",
                "item.completed {'id':'item_3','type':'todo_list','items':[{'text':'step','completed':true}]}",
                "{'type':'turn.completed','usage':{'input_tokens':10,'cached_input_tokens':4,"
                        + "'cache_write_input_tokens':1,'output_tokens':6,'reasoning_output_tokens':2}}");
    }

    @Test
    void everyOtherEndIsATurnThatFailed() {
        end(TurnStatus.INTERRUPTED);
        end(TurnStatus.SUSPENDED);
        writer.onEvent(new AgentEvent.TurnFailed(
                header(),
                new Failure("ModelException", "No answer", true, OptionalInt.of(503), Optional.empty()),
                TokenUsage.NONE));
        assertItems(
                "{'type':'turn.failed','error':{'message':'The turn was interrupted'}}",
                "{'type':'turn.failed','error':{'message':"
                        + "'The turn waits for an approval, and nobody can be asked here'}}",
                "{'type':'turn.failed','error':{'message':'No answer'}}");
    }

    @Test
    void eventsOfOtherSessionsAreIgnored() {
        complete(new TurnItem.AgentMessage("m", "mine"));
        EventHeader child =
                new EventHeader(SessionId.of("child"), Optional.of(SESSION), Optional.empty(), Instant.EPOCH, 1);
        writer.onEvent(new AgentEvent.ItemCompleted(child, new TurnItem.AgentMessage("m", "other")));
        assertItems("item.completed {'id':'item_0','type':'agent_message','text':'mine'}");
    }

    @Test
    void eachLineReachesTheStreamAtOnce() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ExecJsonWriter.to(bytes).onEvent(new AgentEvent.Notice(header(), "code", "für alle"));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .endsWith("{\"id\":\"item_0\",\"type\":\"error\",\"message\":\"für alle\"}}\n");
    }

    @Test
    void afterAFailureNothingMoreIsWritten() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ExecJsonWriter broken = ExecJsonWriter.to(closed);
        broken.onEvent(new AgentEvent.TurnStarted(header(), "model", false));
        assertThat(broken.failure()).get().extracting(Throwable::getMessage).isEqualTo("Broken pipe");
    }

    private EventHeader header() {
        return new EventHeader(SESSION, Optional.empty(), Optional.of(new TurnId("turn-1")), Instant.EPOCH, ++sequence);
    }

    private void start(TurnItem item) {
        writer.onEvent(new AgentEvent.ItemStarted(header(), item));
    }

    private void complete(TurnItem item) {
        writer.onEvent(new AgentEvent.ItemCompleted(header(), item));
    }

    private void end(TurnStatus status) {
        writer.onEvent(new AgentEvent.TurnCompleted(header(), status, "", new TokenUsage(10, 4, 1, 6, 2)));
    }

    private static TurnItem command(Status status, String output, OptionalInt exitCode) {
        return new TurnItem.CommandExecution(
                "x",
                "call-1",
                List.of("sh", "-c", "echo \"a\" $HOME"),
                Path.of("/src"),
                status,
                output,
                exitCode,
                Duration.ZERO);
    }

    private static TurnItem call(String id, String tool, Status status, Optional<ToolOutput> output) {
        return new TurnItem.ToolInvocation(id, "call-1", tool, "{\"a\":1}", status, output, Duration.ZERO);
    }

    private static TurnItem.PlanUpdate plan(String id, String status) {
        return new TurnItem.PlanUpdate(id, "", List.of(new TurnItem.PlanUpdate.Step("step", status)));
    }

    private static TurnItem.FileChange.Change change(String path, TurnItem.FileChange.Kind kind) {
        return new TurnItem.FileChange.Change(Path.of(path), kind, Optional.empty(), "");
    }

    /** Lines after the one that starts the thread, written with single quotes, items after their event. */
    private void assertItems(String... expected) {
        assertThat(out.toString().lines().skip(1)).containsExactly(Lines.expand(expected));
    }

    private void assertLines(String... expected) {
        assertThat(out.toString().lines()).containsExactly(Lines.expand(expected));
    }
}
