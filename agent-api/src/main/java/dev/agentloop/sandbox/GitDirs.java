package dev.agentloop.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Follows the {@code .git} file of a work tree to the folders that hold its hooks and configuration. Those folders
 * may have any name, so the protected names alone would miss them.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class GitDirs {
    private static final String PREFIX = "gitdir:";
    private static final long MAX_FILE_BYTES = 8 * 1024;

    private GitDirs() {}

    /** Reads at most two small files: returns the git folder and, for a linked work tree, the common one; empty when {@code root/.git} is no file. */
    public static List<Path> of(Path root) {
        Path pointer = root.resolve(".git");
        String text = firstLine(pointer);
        if (!text.startsWith(PREFIX)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        Path gitDir = root.resolve(text.substring(PREFIX.length()).strip()).normalize();
        found.add(gitDir);
        String common = firstLine(gitDir.resolve("commondir"));
        if (!common.isEmpty()) {
            found.add(gitDir.resolve(common).normalize());
        }
        return List.copyOf(found);
    }

    private static String firstLine(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
                return "";
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException unreadable) {
            // A pointer that cannot be read leads nowhere that a command of the same user could follow.
            return "";
        }
    }
}
