package dev.agentloop.cli;

import dev.agentloop.PromptPreview;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code agent prompt}: what a model would see before the user speaks. */
@Command(
        name = "prompt",
        mixinStandardHelpOptions = true,
        description = "Prints what the model would see before the user speaks. Asks no model and runs nothing.")
final class PromptCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agentCommand;

    @Mixin
    private WorkOptions work = new WorkOptions();

    @Option(names = "--json", description = "Print the pieces with their kinds, sizes and sources as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        CliContext context = agentCommand.context();
        PromptPreview preview = work.agent(context).promptPreview();
        preview.notices().forEach(notice -> context.err().println("agent: " + notice));
        if (json) {
            new JsonLines(context.out())
                    .value(Map.of(
                            "fragments",
                            preview.fragments().stream()
                                    .map(PromptCommand::json)
                                    .toList()));
        } else {
            context.out()
                    .println(preview.fragments().stream()
                            .map(PromptPreview.Fragment::text)
                            .collect(Collectors.joining("\n\n")));
        }
        return ExitCode.SUCCESS;
    }

    private static Map<String, Object> json(PromptPreview.Fragment fragment) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", fragment.kind());
        json.put("role", fragment.role());
        json.put("text", fragment.text());
        json.put("bytes", fragment.bytes());
        json.put("estimatedTokens", fragment.estimatedTokens());
        json.put("sources", List.copyOf(fragment.sources()));
        return json;
    }
}
