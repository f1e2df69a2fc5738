package dev.agentloop.cli.sandbox;

import dev.agentloop.cli.AgentCommand;
import dev.agentloop.cli.ExitCode;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.support.SandboxCandidate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code agent doctor}: whether agents can work safely on this machine. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Says which sandbox confines commands on this machine, what it enforces, and what is missing.",
            "Exits with 0 if the default policy (workspace-write) can be enforced, else with 3.",
            ""
        })
public final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agentCommand;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintStream out = agentCommand.context().out();
        Path folder = Files.createTempDirectory("agentloop-doctor-").toRealPath();
        agentCommand.cleanup().add(() -> folder.toFile().delete());
        Explanation explanation = Explanation.of(SandboxPolicy.workspaceWrite(folder), Providers.selector());
        if (json) {
            out.print(explanation.json());
        } else {
            out.println("java:    " + System.getProperty("java.runtime.version") + " of "
                    + System.getProperty("java.home"));
            out.println("system:  " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                    + System.getProperty("os.arch"));
            out.println("sandbox: "
                    + explanation.chosen().map(chosen -> chosen.provider().id()).orElse("none; no command can be run"));
            out.println();
            explanation.chosen().flatMap(SandboxCandidate::report).ifPresent(report -> out.print(report.explain()));
            out.print(explanation.providersText());
        }
        return explanation.chosen().isPresent() ? ExitCode.SUCCESS : ExitCode.MISSING;
    }
}
