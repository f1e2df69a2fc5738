package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.spi.support.HostEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * This machine and user, as far as the provider asks.
 *
 * @param linux whether it runs Linux
 * @param architecture the processor, if the filter knows it
 * @param root whether this JVM runs as user 0
 * @param searchPath where programs are looked for
 */
record Host(boolean linux, Optional<Architecture> architecture, boolean root, List<Path> searchPath) {
    private static final List<Path> USUAL = List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"));

    static Host current() {
        List<Path> folders = new ArrayList<>(USUAL);
        folders.addAll(HostEnvironment.searchPath());
        return new Host(
                System.getProperty("os.name").equals("Linux"),
                Architecture.of(System.getProperty("os.arch")),
                isRoot(),
                List.copyOf(folders));
    }

    /** Finds a program of the system. */
    Optional<Path> find(String program) {
        return searchPath.stream()
                .map(folder -> folder.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** The program of this JVM; need not exist. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Why there can be no allow-list of hosts; empty when there can. */
    Optional<String> allowListGap() {
        if (find("nsenter").isEmpty()) {
            return Optional.of("the program nsenter of util-linux is not installed");
        }
        return Files.isExecutable(java())
                ? Optional.empty()
                : Optional.of("there is no program " + java() + " to start a bridge with");
    }

    /** The name can be changed by a property; the owner of the process's own folder cannot. */
    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException | UnsupportedOperationException noProc) {
            return System.getProperty("user.name").equals("root");
        }
    }
}
