package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.CommandStartException.Reason;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Finds the program of a command the way a shell does, so that "not found" is known before anything starts. */
final class ProgramLookup {
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final List<String> WINDOWS_ENDINGS = List.of("", ".exe", ".cmd", ".bat", ".com");

    private ProgramLookup() {}

    /** Returns an absolute path, with the links of the name kept: a program may look at the name it was called by. */
    static Path find(String program, Map<String, String> environment, Path workingDirectory) {
        if (program.contains("/") || program.contains("\\") && windows()) {
            return check(program, workingDirectory.resolve(program));
        }
        String search = environment.getOrDefault("PATH", windows() ? "" : DEFAULT_PATH);
        Path unusable = null;
        for (Path folder : HostEnvironment.searchPath(Map.of("PATH", search))) {
            for (String ending : windows() ? WINDOWS_ENDINGS : List.of("")) {
                Path candidate = folder.resolve(program + ending);
                if (Files.isRegularFile(candidate)) {
                    if (Files.isExecutable(candidate)) {
                        return candidate;
                    }
                    unusable = candidate;
                }
            }
        }
        if (unusable != null) {
            return check(program, unusable);
        }
        throw new CommandStartException(
                Reason.NOT_FOUND, program + ": not found in any folder of PATH (" + search + ")", null);
    }

    private static Path check(String program, Path candidate) {
        if (!Files.exists(candidate)) {
            throw new CommandStartException(Reason.NOT_FOUND, program + ": no such file", null);
        }
        if (!Files.isRegularFile(candidate) || !Files.isExecutable(candidate)) {
            throw new CommandStartException(Reason.NOT_EXECUTABLE, program + ": is not an executable file", null);
        }
        return candidate;
    }

    private static boolean windows() {
        return File.separatorChar == '\\';
    }
}
