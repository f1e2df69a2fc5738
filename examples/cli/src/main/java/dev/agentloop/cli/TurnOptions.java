package dev.agentloop.cli;

import dev.agentloop.Agent;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.EventListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that run a turn. */
final class TurnOptions {
    @Mixin
    private ModelOptions model = new ModelOptions();

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Option(names = "--json", description = "Print every event as a line of JSON on standard output instead.")
    private boolean json;

    /**
     * An agent that shows what it does.
     *
     * @param folder where it works unless the options name a folder
     */
    Agent.Builder agent(CliContext context, Path folder) {
        EventListener listener = json ? new JsonLines(context.out()) : new Timeline(context.err());
        Agent.Builder builder = work.agent(context, folder).listener(listener);
        model.named().ifPresent(builder::model);
        model.server(context).ifPresent(builder::endpoint);
        return builder;
    }

    /** The folder that was named. */
    Optional<Path> folder() {
        return work.folder();
    }

    /** Whether standard output is for events. */
    boolean json() {
        return json;
    }

    /** Prints a result; returns the exit code. */
    int report(CliContext context, TurnResult result) {
        if (!json) {
            context.out().println(result.finalMessage());
        }
        return result.status() == TurnStatus.COMPLETED ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    /** The prompt, from the arguments or from standard input. */
    static String text(CliContext context, List<String> prompt) throws IOException {
        String text = prompt.equals(List.of("-"))
                ? new String(context.in().readAllBytes(), StandardCharsets.UTF_8)
                : String.join(" ", prompt);
        if (text.isBlank()) {
            throw CliException.usage("The prompt is empty");
        }
        return text;
    }
}
