package dev.agentloop.cli.sandbox;

import dev.agentloop.cli.AgentCommand;
import dev.agentloop.cli.CliException;
import dev.agentloop.cli.ExitCode;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.StdioMode;
import dev.agentloop.sandbox.spi.support.SandboxSelector;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code agent sandbox}: one command under a policy, with the streams of this process. */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a command confined to a policy; streams and exit code are the command's.",
            "With --explain it only says what would be enforced, and by what.",
            ""
        },
        exitCodeOnInvalidInput = SandboxCommand.REFUSED,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "n:that of the command; 128+n when signal n ended it",
            "125:refused by the policy, the sandbox is not available, or wrong usage; nothing ran",
            "126:the program cannot be executed",
            "127:the program was not found"
        })
public final class SandboxCommand implements Callable<Integer>, IExitCodeExceptionMapper {
    /** Nothing was started; 125 to 127 are what other programs that start one return. */
    static final int REFUSED = 125;

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agentCommand;

    @Mixin
    private PolicyOptions policyOptions = new PolicyOptions();

    @Option(names = "--tty", description = "Give the command a terminal of its own, relayed to this one.")
    private boolean tty;

    @Option(names = "--explain", description = "Say what is allowed, what enforces it and what cannot be used.")
    private boolean explain;

    @Option(names = "--json", description = "Explain in JSON.")
    private boolean json;

    @Parameters(paramLabel = "CMD", arity = "0..*", description = "The command and its arguments, after --.")
    private List<String> command = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        SandboxSelector selector = Providers.selector();
        return explain ? explain(selector) : run(selector);
    }

    @Override
    public int getExitCode(Throwable failure) {
        if (failure instanceof CommandStartException start) {
            return switch (start.reason()) {
                case NOT_FOUND -> NOT_FOUND;
                case NOT_EXECUTABLE -> NOT_EXECUTABLE;
                case BAD_DIRECTORY, REFUSED, FAILED -> REFUSED;
            };
        }
        return REFUSED;
    }

    private int explain(SandboxSelector selector) throws IOException {
        Explanation explanation = Explanation.of(policyOptions.policy(), selector);
        agentCommand.context().out().print(json ? explanation.json() : explanation.text());
        return explanation.chosen().isPresent() ? ExitCode.SUCCESS : REFUSED;
    }

    private int run(SandboxSelector selector) throws IOException, InterruptedException {
        if (command.isEmpty()) {
            throw CliException.usage("Name a command after --, or ask for --explain");
        }
        SandboxPolicy policy = policyOptions.policy();
        SandboxSession session = selector.select(policy).open(policy);
        agentCommand.cleanup().add(session::close);
        CommandSpec spec = CommandSpec.builder(command)
                .workingDirectory(policyOptions.folder())
                .build();
        return session.start(spec, tty ? StdioMode.inheritPty() : StdioMode.inherit())
                .waitFor();
    }
}
