package dev.agentloop.cli;

import dev.agentloop.Agent;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.EventListener;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.sandbox.SandboxPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    private static final String NO_SANDBOX = "none";

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agentCommand;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder to work in, the only one that may be changed; default: the current one.")
    private Path directory = Path.of(".");

    @Option(
            names = "--sandbox",
            paramLabel = "ID",
            description = "Confine commands with this provider only; '" + NO_SANDBOX
                    + "' confines nothing: use it only where nothing can be harmed.")
    private @Nullable String sandbox;

    @Option(names = "--json", description = "Print every event as a line of JSON on standard output instead.")
    private boolean json;

    @Parameters(paramLabel = "PROMPT", arity = "1..*", description = "The task; '-' reads it from standard input.")
    private List<String> prompt = List.of();

    @Override
    public Integer call() throws IOException {
        CliContext context = agentCommand.context();
        ModelEndpoint endpoint = model.endpoint(context)
                .orElseThrow(() -> CliException.usage("There is no model service: set " + ModelOptions.KEY_VARIABLE
                        + ", or name a server with --base-url URL"));
        Path folder = directory.toAbsolutePath().normalize();
        EventListener listener = json ? new JsonLines(context.out()) : new Timeline(context.err());
        Agent.Builder builder = Agent.builder()
                .model(model.model())
                .endpoint(endpoint)
                .workingDirectory(folder)
                .listener(listener);
        if (sandbox != null) {
            builder.sandboxProvider(sandbox);
        }
        if (NO_SANDBOX.equals(sandbox)) {
            builder.sandbox(SandboxPolicy.dangerFullAccess().toBuilder()
                    .workspace(folder)
                    .build());
        }
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
