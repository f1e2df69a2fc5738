package dev.agentloop.tools.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import dev.agentloop.tools.output.OutputBudget;
import java.time.Duration;
import java.util.Optional;

/** {@code write_stdin}: sends input to a running command, waits, and answers the output since the last call. */
public final class WriteStdinTool implements ToolHandler {

    private static final long DEFAULT_YIELD_MILLIS = 1_000;

    private static final ToolSpec SPEC = ToolSpec.builder("write_stdin")
            .description("Sends input to a command that exec_command left running and answers its new output. Without"
                    + " input it only waits for output. In a terminal, control characters such as \\u0003 work.")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "session_id":{"type":"integer","description":"From the answer of exec_command."},\
                    "chars":{"type":"string","description":"Input, with its line ends. Default: none."},\
                    "end_input":{"type":"boolean","description":"Close the input after chars. Default false."},\
                    "kill":{"type":"boolean","description":"End the command. Default false."},\
                    "yield_time_ms":{"type":"integer","minimum":1,"description":"How long to wait for output: 250 to 30000, \
                    without input 5000 to 300000. Default 1000."},\
                    "max_output_tokens":{"type":"integer","minimum":1,"description":"Longer output keeps its head and \
                    tail. Default 10000."}},\
                    "required":["session_id"],"additionalProperties":false}""")
            .build();

    record Arguments(
            @Tool.Param(name = "session_id") int sessionId,
            @Tool.Param(name = "chars") Optional<String> chars,
            @Tool.Param(name = "end_input") Optional<Boolean> endInput,
            @Tool.Param(name = "kill") Optional<Boolean> kill,
            @Tool.Param(name = "yield_time_ms") Optional<Long> yieldTimeMillis,
            @Tool.Param(name = "max_output_tokens") Optional<Integer> maxOutputTokens) {

        boolean onlyWaits() {
            return chars.orElse("").isEmpty() && !endInput.orElse(false) && !kill.orElse(false);
        }
    }

    private final ShellSessions sessions;

    public WriteStdinTool(ShellSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) throws InterruptedException {
        Arguments arguments = call.arguments(Arguments.class);
        ShellSession session = sessions.get(context.sessionId(), arguments.sessionId());
        boolean taken = session.write(arguments.chars().orElse("").getBytes(UTF_8));
        if (arguments.endInput().orElse(false)) {
            taken &= session.endInput();
        }
        if (arguments.kill().orElse(false)) {
            session.close();
        } else if (!taken) {
            return ToolOutput.error("The input was not taken: the command does not read, and much is waiting already.");
        }
        long wanted = arguments.yieldTimeMillis().orElse(DEFAULT_YIELD_MILLIS);
        long start = System.nanoTime();
        ShellSession.State state =
                session.await(arguments.onlyWaits() ? YieldTime.ofPoll(wanted) : YieldTime.of(wanted));
        if (state.exitCode().isPresent()) {
            sessions.remove(context.sessionId(), session.id());
        }
        OutputBudget budget =
                arguments.maxOutputTokens().map(OutputBudget::ofTokens).orElseGet(OutputBudget::ofDefaults);
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        return ToolOutput.text(CommandAnswer.of(session, state, waited, budget));
    }
}
