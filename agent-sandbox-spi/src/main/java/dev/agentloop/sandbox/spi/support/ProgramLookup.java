package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.CommandStartException.Reason;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the program of a command the way a shell does, so that "not found" is known before anything starts. */
final class ProgramLookup {
    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

    /** The kernel reads no more of a script's first line. */
    private static final int MAX_FIRST_LINE_BYTES = 256;

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
                        return check(program, candidate);
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
        interpreter(candidate).filter(path -> !Files.exists(path)).ifPresent(path -> {
            throw new CommandStartException(
                    Reason.NOT_FOUND, program + ": its interpreter " + path + " does not exist", null);
        });
        return candidate;
    }

    /** What the first line of a script names; the kernel's answer would be that the script does not exist. */
    private static Optional<Path> interpreter(Path program) {
        byte[] start;
        try (InputStream in = Files.newInputStream(program)) {
            start = in.readNBytes(MAX_FIRST_LINE_BYTES);
        } catch (IOException executableButNotReadable) {
            return Optional.empty();
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("#!")) {
            return Optional.empty();
        }
        String word = text.substring(2).lines().findFirst().orElse("").strip().split("[ \t]", 2)[0];
        return word.startsWith("/") && word.indexOf(0) < 0 ? Optional.of(Path.of(word)) : Optional.empty();
    }

    private static boolean windows() {
        return File.separatorChar == '\\';
    }
}
