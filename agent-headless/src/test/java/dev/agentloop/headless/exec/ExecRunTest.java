package dev.agentloop.headless.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.ModelException;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnRequest;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whole turns of a real engine with a scripted model. */
@Timeout(60)
class ExecRunTest {
    private static final SessionId SESSION = SessionId.of("thread-1");

    @TempDir
    Path workspace;

    private final StringBuilder out = new StringBuilder();

    public static final class Calculator {
        @Tool(description = "Adds two numbers")
        public int add(@Tool.Param(name = "a") int a, @Tool.Param(name = "b") int b) {
            return a + b;
        }
    }

    @Test
    void aTurnWithReasoningAndAToolCallIsWrittenLineByLine() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .respond(Sse.reasoning("I should add."), Sse.call("call_1", "add", "{\"a\":1,\"b\":2}"))
                .text("It is 3.");
        assertThat(run(model, "What is 1 + 2?")).isZero();
        assertLines(
                "{'type':'thread.started','thread_id':'thread-1'}",
                "{'type':'turn.started'}",
                "item.completed {'id':'item_0','type':'reasoning','text':'I should add.'}",
                "item.started {'id':'item_1','type':'mcp_tool_call','server':'agent','tool':'add',"
                        + "'arguments':{'a':1,'b':2},'status':'in_progress'}",
                "item.completed {'id':'item_1','type':'mcp_tool_call','server':'agent','tool':'add',"
                        + "'arguments':{'a':1,'b':2},'result':{'content':[{'type':'text','text':'3'}],"
                        + "'structured_content':null},'status':'completed'}",
                "item.completed {'id':'item_2','type':'agent_message','text':'It is 3.'}",
                "{'type':'turn.completed','usage':{'input_tokens':200,'cached_input_tokens':0,"
                        + "'cache_write_input_tokens':0,'output_tokens':20,'reasoning_output_tokens':0}}");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCommandIsWrittenInPlaceOfTheCallThatRanIt() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("call_1", "exec_command", "{}")
                .text("It failed.");
        assertThat(run(model, "Run it")).isZero();
        assertLines(
                "{'type':'thread.started','thread_id':'thread-1'}",
                "{'type':'turn.started'}",
                "item.started {'id':'item_0','type':'command_execution','command':\"/bin/sh -c 'echo hi; exit 3'\","
                        + "'aggregated_output':'','status':'in_progress'}",
                "item.completed {'id':'item_0','type':'command_execution','command':\"/bin/sh -c 'echo hi; exit 3'\","
                        + "'aggregated_output':'hi\\n','exit_code':3,'status':'failed'}",
                "item.completed {'id':'item_1','type':'agent_message','text':'It failed.'}",
                "{'type':'turn.completed','usage':{'input_tokens':200,'cached_input_tokens':0,"
                        + "'cache_write_input_tokens':0,'output_tokens':20,'reasoning_output_tokens':0}}");
    }

    @Test
    void aFailedTurnEndsWithItsReasonAndExitCodeOne() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .fail(ModelException.builder(ModelException.Kind.INVALID_REQUEST, "The model does not exist")
                        .build());
        assertThat(run(model, "Hello")).isEqualTo(1);
        assertLines(
                "{'type':'thread.started','thread_id':'thread-1'}",
                "{'type':'turn.started'}",
                "{'type':'turn.failed','error':{'message':'The model does not exist'}}");
    }

    @Test
    void anUnknownThreadIsAnErrorAndExitCodeOne() {
        ScriptedModelProvider model = ScriptedModelProvider.script();
        try (Agent agent = agent(model)) {
            int exitCode = new ExecRun(agent, new ExecJsonWriter(out))
                    .resume(SessionId.of("nobody"), TurnRequest.text("Hello"));
            assertThat(exitCode).isEqualTo(1);
        }
        assertThat(out.toString())
                .startsWith("{\"type\":\"error\",\"message\":\"")
                .contains("nobody");
    }

    @Test
    void aThreadIsResumed() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("One.").text("Two.");
        try (Agent agent = agent(model)) {
            new ExecRun(agent, new ExecJsonWriter(new StringBuilder()), options()).run(TurnRequest.text("First"));
            assertThat(new ExecRun(agent, new ExecJsonWriter(out)).resume(SESSION, TurnRequest.text("Second")))
                    .isZero();
        }
        assertThat(out.toString().lines())
                .contains(Lines.expand(
                        "{'type':'thread.started','thread_id':'thread-1'}",
                        "item.completed {'id':'item_0','type':'agent_message','text':'Two.'}"));
    }

    @Test
    void whoStopsReadingEndsTheTurn() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .otherwise(request -> List.of(Sse.call("call_1", "add", "{\"a\":1,\"b\":2}")));
        Appendable closed = new FailingAppendable();
        try (Agent agent = agent(model)) {
            assertThat(new ExecRun(agent, new ExecJsonWriter(closed), options()).run(TurnRequest.text("Go on")))
                    .isEqualTo(1);
        }
        assertThat(model.requests()).hasSizeLessThanOrEqualTo(1);
    }

    private int run(ScriptedModelProvider model, String prompt) {
        try (Agent agent = agent(model)) {
            return new ExecRun(agent, new ExecJsonWriter(out), options()).run(TurnRequest.text(prompt));
        }
    }

    private Agent agent(ScriptedModelProvider model) {
        ToolSpec spec = ToolSpec.builder("exec_command")
                .description("Runs the command")
                .inputSchema(new JsonSchema("{\"type\":\"object\",\"properties\":{}}"))
                .build();
        ToolHandler shell = ToolHandler.of(spec, (call, context) -> {
            CommandResult result = context.commands().run(CommandSpec.of("/bin/sh", "-c", "echo hi; exit 3"));
            return ToolOutput.text("exit code " + result.exitCode());
        });
        return Agent.builder()
                .modelProvider(model)
                .workingDirectory(workspace)
                .tools(new Calculator(), shell)
                .sandbox(SandboxPolicy.dangerFullAccess())
                .sandboxProvider("none")
                .build();
    }

    private static SessionOptions options() {
        return SessionOptions.builder().id(SESSION).build();
    }

    /** Takes the lines of the beginning, then nothing more. */
    private static final class FailingAppendable implements Appendable {
        private int lines;

        @Override
        public Appendable append(CharSequence text) throws IOException {
            if (lines++ > 1) {
                throw new IOException("Broken pipe");
            }
            return this;
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) throws IOException {
            return append(text);
        }

        @Override
        public Appendable append(char c) throws IOException {
            return append(String.valueOf(c));
        }
    }

    private void assertLines(String... expected) {
        assertThat(out.toString().lines()).containsExactly(Lines.expand(expected));
    }
}
