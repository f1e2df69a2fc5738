package dev.agentloop.tools.files;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.AccessDecision;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.ToolContext;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The files of a session as its tools may see them: paths resolved first, then the policy asked about the result. */
public final class SessionFiles {

    private final Path workingDirectory;
    private final SandboxPolicy policy;
    private final Optional<Path> realWorkspace;

    private SessionFiles(Path workingDirectory, SandboxPolicy policy) throws IOException {
        this.workingDirectory = workingDirectory.toRealPath();
        this.policy = policy;
        this.realWorkspace = policy.workspace().isPresent()
                ? Optional.of(policy.workspace().get().toRealPath())
                : Optional.empty();
    }

    /** @throws ToolExecutionException when the working directory or the workspace is gone */
    public static SessionFiles of(ToolContext context) {
        try {
            return new SessionFiles(context.workingDirectory(), context.sandbox());
        } catch (IOException e) {
            String message = "The working directory " + context.workingDirectory() + " " + IoReason.of(e) + ".";
            throw new ToolExecutionException(message, e);
        }
    }

    /** The working directory without links. */
    public Path workingDirectory() {
        return workingDirectory;
    }

    /**
     * Where a path leads.
     *
     * @throws ToolExecutionException when it is no path, or the policy does not let it be read
     */
    public Path readable(String path) {
        Path real;
        try {
            real = RealPaths.resolve(workingDirectory, path);
        } catch (IOException e) {
            throw new ToolExecutionException("'" + path + "' " + IoReason.of(e) + ".", e);
        } catch (InvalidPathException e) {
            throw new ToolExecutionException("'" + path + "' is no valid path: " + e.getReason() + ".", e);
        }
        refusal(real, Access.READ).ifPresent(reason -> {
            throw new ToolExecutionException("'" + path + "' must not be read: " + reason + ".");
        });
        return real;
    }

    /** Why the policy refuses a real path; empty when it allows it. */
    public Optional<String> refusal(Path realPath, Access requested) {
        AccessDecision decision = policy.decide(asThePolicyNamesIt(realPath), requested);
        return decision.allowed() ? Optional.empty() : Optional.of(decision.reason());
    }

    /** The name by which policies know a real path: they may name the workspace by a path with links. */
    public Path asThePolicyNamesIt(Path realPath) {
        return realWorkspace
                .filter(realPath::startsWith)
                .map(root -> policy.workspace().orElseThrow().resolve(root.relativize(realPath)))
                .orElse(realPath);
    }

    /** How a model is told about a path: relative to the working directory where it lies below, with '/'. */
    public String display(Path realPath) {
        if (realPath.equals(workingDirectory)) {
            return ".";
        }
        Path shown = realPath.startsWith(workingDirectory) ? workingDirectory.relativize(realPath) : realPath;
        return shown.toString().replace(shown.getFileSystem().getSeparator(), "/");
    }
}
