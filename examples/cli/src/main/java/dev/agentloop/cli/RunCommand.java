package dev.agentloop.cli;

import dev.agentloop.Agent;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.EventListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
                + " output.")
final class RunCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agentCommand;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Option(names = "--json", description = "Print every event as a line of JSON on standard output instead.")
    private boolean json;

    @Parameters(paramLabel = "PROMPT", arity = "1..*", description = "The task; '-' reads it from standard input.")
    private List<String> prompt = List.of();

    @Override
    public Integer call() throws IOException {
        CliContext context = agentCommand.context();
        EventListener listener = json ? new JsonLines(context.out()) : new Timeline(context.err());
        Agent.Builder builder = work.agent(context).listener(listener);
        model.named().ifPresent(builder::model);
        model.server(context).ifPresent(builder::endpoint);
        String text = text();
        Agent agent = builder.build();
        agentCommand.cleanup().add(agent::close);
        TurnResult result = agent.run(text);
        if (!json) {
            context.out().println(result.finalMessage());
        }
        return result.status() == TurnStatus.COMPLETED ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private String text() throws IOException {
        String text = prompt.equals(List.of("-"))
                ? new String(agentCommand.context().in().readAllBytes(), StandardCharsets.UTF_8)
                : String.join(" ", prompt);
        if (text.isBlank()) {
            throw CliException.usage("The prompt is empty");
        }
        return text;
    }
}
