package dev.agentloop.tools.shell;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.tool.Terminal;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import dev.agentloop.tools.files.SessionFiles;
import dev.agentloop.tools.output.OutputBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code exec_command}: runs a shell command, to its end or, when the call gives a yield time or wants a terminal, in a
 * session that goes on and that {@link WriteStdinTool} talks to.
 */
public final class ExecCommandTool implements ToolHandler {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
    private static final long DEFAULT_YIELD_MILLIS = 10_000;
    private static final int ROWS = 24;
    private static final int COLUMNS = 120;

    private static final ToolSpec SPEC = ToolSpec.builder("exec_command")
            .description("Runs a shell command in a sandbox and answers its exit code and output. Without yield_time_ms"
                    + " and tty it has no input and is ended when its time is over. With one of them it goes on after"
                    + " that time, for servers and interactive programs: the answer has a session_id for write_stdin.")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "cmd":{"type":"string","description":"Command line for the shell."},\
                    "workdir":{"type":"string","description":"Directory to run in. Default: the working directory."},\
                    "timeout_ms":{"type":"integer","minimum":1,"description":"Default 120000."},\
                    "yield_time_ms":{"type":"integer","minimum":1,"description":"How long to wait before answering while \
                    the command goes on, 250 to 30000."},\
                    "tty":{"type":"boolean","description":"Run it in a terminal. Default false."},\
                    "max_output_tokens":{"type":"integer","minimum":1,"description":"Longer output keeps its head and \
                    tail. Default 10000."}},\
                    "required":["cmd"],"additionalProperties":false}""")
            .build();

    record Arguments(
            @Tool.Param(name = "cmd") String cmd,
            @Tool.Param(name = "workdir") Optional<String> workdir,
            @Tool.Param(name = "timeout_ms") Optional<Long> timeoutMillis,
            @Tool.Param(name = "yield_time_ms") Optional<Long> yieldTimeMillis,
            @Tool.Param(name = "tty") Optional<Boolean> tty,
            @Tool.Param(name = "max_output_tokens") Optional<Integer> maxOutputTokens) {

        boolean inSession() {
            return yieldTimeMillis.isPresent() || tty.orElse(false);
        }

        OutputBudget budget() {
            return maxOutputTokens.map(OutputBudget::ofTokens).orElseGet(OutputBudget::ofDefaults);
        }
    }

    private final ShellSessions sessions;

    public ExecCommandTool(ShellSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) throws InterruptedException {
        Arguments arguments = call.arguments(Arguments.class);
        CommandSpec command = CommandSpec.builder(Shell.current().argv(arguments.cmd()))
                .workingDirectory(directory(arguments, context))
                .build();
        return arguments.inSession()
                ? startSession(arguments, command, call, context)
                : runToTheEnd(arguments, command, context);
    }

    private static ToolOutput runToTheEnd(Arguments arguments, CommandSpec command, ToolContext context) {
        Duration timeout = arguments.timeoutMillis().map(Duration::ofMillis).orElse(DEFAULT_TIMEOUT);
        Duration bounded = timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout : MAX_TIMEOUT;
        CommandResult result =
                context.commands().run(command.toBuilder().timeout(bounded).build());
        String answer = CommandAnswer.of(result, arguments.budget());
        return result.timedOut() ? ToolOutput.error(answer) : ToolOutput.text(answer);
    }

    private ToolOutput startSession(Arguments arguments, CommandSpec command, ToolCall call, ToolContext context)
            throws InterruptedException {
        boolean tty = arguments.tty().orElse(false);
        Terminal terminal = tty ? Terminal.pty(ROWS, COLUMNS) : Terminal.pipes();
        CommandSpec limited = arguments
                .timeoutMillis()
                .map(millis ->
                        command.toBuilder().timeout(Duration.ofMillis(millis)).build())
                .orElse(command);
        ShellSession session = sessions.start(
                context.sessionId(), tty, () -> context.commands().start(limited, terminal));
        long start = System.nanoTime();
        ShellSession.State state;
        try {
            state = session.await(YieldTime.of(arguments.yieldTimeMillis().orElse(DEFAULT_YIELD_MILLIS)));
        } catch (InterruptedException e) {
            // Nobody learned the session's id, so nobody could end it later.
            session.close();
            sessions.remove(context.sessionId(), session.id());
            throw e;
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - start);
        if (state.exitCode().isPresent()) {
            sessions.remove(context.sessionId(), session.id());
        }
        String answer = CommandAnswer.of(session, state, waited, arguments.budget());
        context.publish(new TurnItem.CommandExecution(
                call.callId() + "-command",
                call.callId(),
                command.argv(),
                command.workingDirectory().orElseThrow(),
                status(state),
                arguments.budget().apply(state.output()),
                state.exitCode(),
                waited));
        return ToolOutput.text(answer);
    }

    private static TurnItem.Status status(ShellSession.State state) {
        if (state.exitCode().isEmpty()) {
            return TurnItem.Status.IN_PROGRESS;
        }
        return state.exitCode().getAsInt() == 0 ? TurnItem.Status.COMPLETED : TurnItem.Status.FAILED;
    }

    private static Path directory(Arguments arguments, ToolContext context) {
        if (arguments.workdir().isEmpty()) {
            return context.workingDirectory();
        }
        Path directory = SessionFiles.of(context).readable(arguments.workdir().get());
        if (!Files.isDirectory(directory)) {
            throw new ToolExecutionException("workdir '" + arguments.workdir().get() + "' is not a directory.");
        }
        return directory;
    }
}
