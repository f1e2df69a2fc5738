package dev.agentloop.cli;

import dev.agentloop.cli.demo.DemoCommand;
import dev.agentloop.cli.sandbox.DoctorCommand;
import dev.agentloop.cli.sandbox.SandboxCommand;
import dev.agentloop.cli.sessions.SessionsCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code agent}. Its subcommands are listed here and nowhere else. */
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        versionProvider = CliVersion.class,
        description = "Runs coding agents with the Agentloop library.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            ResumeCommand.class,
            SessionsCommand.class,
            PromptCommand.class,
            SandboxCommand.class,
            DoctorCommand.class,
            ApplyPatchCommand.class,
            ExecPolicyCommand.class,
            McpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:the work failed",
            "2:wrong usage or configuration",
            "3:something that is needed is missing"
        },
        footer = {
            "",
            "Environment:",
            "  OPENAI_API_KEY       key of the model service",
            "  ANTHROPIC_API_KEY    the same with --endpoint messages",
            "  AGENTLOOP_HOME       folder with config.toml, AGENTS.md, skills and sessions; default ~/.agentloop",
            "  AGENTLOOP_DEBUG      any value: as --verbose",
            "  AGENTLOOP_JAVA_OPTS  more options for the JVM"
        })
public final class AgentCommand implements Runnable {
    private final CliContext context;
    private final ExitCleanup cleanup;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show stack traces of errors and details on standard error.")
    private boolean verbose;

    AgentCommand(CliContext context, ExitCleanup cleanup) {
        this.context = context;
        this.cleanup = cleanup;
    }

    /** What commands may use of the process. */
    public CliContext context() {
        return context;
    }

    /** What must be done when the command ends. */
    public ExitCleanup cleanup() {
        return cleanup;
    }

    boolean verbose() {
        return verbose || context.variable("AGENTLOOP_DEBUG").isPresent();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
