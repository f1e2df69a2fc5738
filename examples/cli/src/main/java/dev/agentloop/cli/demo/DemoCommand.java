package dev.agentloop.cli.demo;

import dev.agentloop.cli.AgentCommand;
import dev.agentloop.cli.CliContext;
import dev.agentloop.cli.ExitCode;
import dev.agentloop.cli.ModelOptions;
import dev.agentloop.model.ModelEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code agent demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Lets an agent repair a bundled Java project and checks that it did.",
            "",
            "Without a key in the environment and --base-url a scripted model plays the model's part: no AI, no"
                    + " key, no network. Everything else is real: the loop, the tools, the commands. With --endpoint it is"
                    + " spoken to over that wire, at an address of this machine.",
            "All commands run in a sandbox; two that must be refused show it. Without a sandbox there is no demo.",
            "",
            "Exits with 0 only if both were refused, and the project's test failed before and passes afterwards.",
            ""
        })
public final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agentCommand;

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--scripted", description = "Use the scripted model even if a model service is configured.")
    private boolean scripted;

    @Option(names = "--keep", paramLabel = "DIR", description = "Unpack the project to this new folder and keep it.")
    private @Nullable Path keep;

    @Option(names = "--json", description = "Print events and result as lines of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        CliContext context = agentCommand.context();
        Jdk jdk = Jdk.current();
        DemoModel demoModel = (scripted ? Optional.<ModelEndpoint>empty() : model.endpoint(context))
                .map(endpoint -> DemoModel.real(endpoint, model.model()))
                .orElseGet(this::scriptedModel);
        DemoReport report = json ? new JsonReport(context.out()) : new TextReport(context.out());
        DemoProject project = keep == null
                ? DemoProject.inTemporaryFolder()
                : DemoProject.keptIn(keep.toAbsolutePath().normalize());
        agentCommand.cleanup().add(project::close);
        DemoRun run = DemoRun.prepare(
                project, jdk, demoModel, context.variable("PATH").orElse(""), report);
        agentCommand.cleanup().add(run::close);
        return run.run() ? ExitCode.SUCCESS : ExitCode.FAILED;
    }

    private DemoModel scriptedModel() {
        if (model.wire().isEmpty()) {
            return DemoModel.scripted();
        }
        ScriptedService service = new ScriptedService();
        agentCommand.cleanup().add(service::close);
        return DemoModel.scripted(service, model.wire().get());
    }
}
