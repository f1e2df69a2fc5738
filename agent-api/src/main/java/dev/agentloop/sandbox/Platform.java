package dev.agentloop.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What path rules must know of the operating system.
 *
 * @param caseSensitive whether {@code A} and {@code a} are different files
 * @param temporaryFolders the folders for temporary files that all users share
 * @param home the user's home folder
 */
record Platform(boolean caseSensitive, List<Path> temporaryFolders, Path home) {
    private static final Platform CURRENT = detect();

    static Platform current() {
        return CURRENT;
    }

    private static Platform detect() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path configured =
                Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath().normalize();
        Path home = Path.of(System.getProperty("user.home")).toAbsolutePath().normalize();
        if (name.startsWith("windows")) {
            return new Platform(false, List.of(configured), home);
        }
        if (name.startsWith("mac")) {
            List<Path> folders = List.of(
                    Path.of("/tmp"),
                    Path.of("/var/tmp"),
                    Path.of("/private/tmp"),
                    Path.of("/private/var/tmp"),
                    configured);
            return new Platform(false, folders, home);
        }
        return new Platform(true, List.of(Path.of("/tmp"), Path.of("/var/tmp")), home);
    }
}
