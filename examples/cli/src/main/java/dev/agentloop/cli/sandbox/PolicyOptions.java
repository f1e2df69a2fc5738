package dev.agentloop.cli.sandbox;

import dev.agentloop.cli.CliException;
import dev.agentloop.sandbox.SandboxPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which policy is meant, by name or by file, and for which folder. */
final class PolicyOptions {
    @ArgGroup
    private Source source = new Source();

    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Working directory and workspace; default: the current folder.")
    private Path directory = Path.of(".");

    /** One of the two. */
    static final class Source {
        @Option(
                names = "--policy",
                paramLabel = "NAME",
                description = "read-only, workspace-write or full; default: workspace-write.")
        private @Nullable String name;

        @Option(names = "--policy-file", paramLabel = "FILE", description = "A policy as JSON.")
        private @Nullable Path file;
    }

    /** The folder, with links followed. */
    Path folder() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw CliException.usage("-C: " + directory + " is not an existing folder");
        }
        return directory.toRealPath();
    }

    /** @throws CliException naming what is wrong with it */
    SandboxPolicy policy() throws IOException {
        Path folder = folder();
        try {
            return source.file == null
                    ? named(source.name == null ? "workspace-write" : source.name, folder)
                    : SandboxPolicy.fromJson(Files.readString(source.file)).withWorkspace(folder);
        } catch (IllegalArgumentException invalid) {
            throw CliException.usage("The policy cannot be used: " + invalid.getMessage());
        }
    }

    private static SandboxPolicy named(String name, Path folder) {
        return switch (name) {
            case "read-only" -> SandboxPolicy.readOnly().withWorkspace(folder);
            case "workspace-write" -> SandboxPolicy.workspaceWrite(folder);
            case "full" -> SandboxPolicy.dangerFullAccess().withWorkspace(folder);
            default -> throw new IllegalArgumentException("'" + name + "' is none of read-only, workspace-write, full");
        };
    }
}
