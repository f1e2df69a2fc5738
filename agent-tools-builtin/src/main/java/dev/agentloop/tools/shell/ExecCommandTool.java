package dev.agentloop.tools.shell;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Violation;
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

/** {@code exec_command}: runs a shell command to its end. */
public final class ExecCommandTool implements ToolHandler {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    private static final ToolSpec SPEC = ToolSpec.builder("exec_command")
            .description(
                    "Runs a shell command and answers its exit code and output. It runs in a sandbox, without input"
                            + " and without a terminal, and is ended when its time is over.")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "cmd":{"type":"string","description":"Command line for the shell."},\
                    "workdir":{"type":"string","description":"Directory to run in. Default: the working directory."},\
                    "timeout_ms":{"type":"integer","minimum":1,"description":"Default 120000."},\
                    "max_output_tokens":{"type":"integer","minimum":1,"description":"Longer output keeps its head and \
                    tail. Default 10000."}},\
                    "required":["cmd"],"additionalProperties":false}""")
            .build();

    record Arguments(
            @Tool.Param(name = "cmd") String cmd,
            @Tool.Param(name = "workdir") Optional<String> workdir,
            @Tool.Param(name = "timeout_ms") Optional<Long> timeoutMillis,
            @Tool.Param(name = "max_output_tokens") Optional<Integer> maxOutputTokens) {}

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) {
        Arguments arguments = call.arguments(Arguments.class);
        Duration timeout = arguments.timeoutMillis().map(Duration::ofMillis).orElse(DEFAULT_TIMEOUT);
        CommandSpec command = CommandSpec.builder(Shell.current().argv(arguments.cmd()))
                .workingDirectory(directory(arguments, context))
                .timeout(timeout.compareTo(MAX_TIMEOUT) < 0 ? timeout : MAX_TIMEOUT)
                .build();
        OutputBudget budget =
                arguments.maxOutputTokens().map(OutputBudget::ofTokens).orElseGet(OutputBudget::ofDefaults);
        CommandResult result = context.commands().run(command);
        return result.timedOut()
                ? ToolOutput.error(describe(result, budget))
                : ToolOutput.text(describe(result, budget));
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

    private static String describe(CommandResult result, OutputBudget budget) {
        StringBuilder text = new StringBuilder();
        text.append("Exit code: ").append(result.exitCode()).append('\n');
        text.append("Wall time: %.1f seconds\n".formatted(result.duration().toMillis() / 1_000.0));
        if (result.timedOut()) {
            text.append("The command was ended because its time was over; set timeout_ms for more.\n");
        }
        for (Violation violation : result.violations()) {
            text.append("The sandbox refused: ").append(violation.detail()).append('\n');
        }
        String output = result.stdout().text();
        String errors = result.stderr().text();
        String gap = output.isEmpty() || output.endsWith("\n") ? "" : "\n";
        return text.append("Output:\n")
                .append(budget.apply(output + gap + errors))
                .toString();
    }
}
