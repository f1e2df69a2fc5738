package dev.agentloop.cli;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.cli.sessions.SessionHome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code agent run}: one turn of a coding agent in a folder. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Gives one task to a coding agent. Progress goes to standard error, the answer to standard"
                + " output. The session is kept; see the commands sessions and resume.")
final class RunCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agentCommand;

    @Mixin
    private TurnOptions options = new TurnOptions();

    @Option(names = "--ephemeral", description = "Do not keep the session.")
    private boolean ephemeral;

    @Parameters(paramLabel = "PROMPT", arity = "1..*", description = "The task; '-' reads it from standard input.")
    private List<String> prompt = List.of();

    @Override
    public Integer call() throws IOException {
        CliContext context = agentCommand.context();
        Agent.Builder builder = options.agent(context, Path.of(""));
        String text = TurnOptions.text(context, prompt);
        boolean kept = !ephemeral && SessionHome.isKnown(context);
        if (kept) {
            builder.sessionStore(SessionHome.open(agentCommand));
        }
        Agent agent = builder.build();
        agentCommand.cleanup().add(agent::close);
        AgentSession session = agent.startSession();
        int exitCode = options.report(context, session.run(text));
        if (kept && !options.json()) {
            context.err().println("Go on with: agent resume " + session.id() + " PROMPT");
        }
        return exitCode;
    }
}
