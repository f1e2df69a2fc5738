package dev.agentloop.sandbox.spi.support;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/** The environment of this JVM. The only place of this module that reads it. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class HostEnvironment {
    private HostEnvironment() {}

    /** All variables of this JVM; they reach a command only through {@code Environment.resolve}. */
    public static Map<String, String> variables() {
        return System.getenv();
    }

    /** The absolute folders of {@code PATH}, in order. */
    public static List<Path> searchPath() {
        return searchPath(variables());
    }

    /** The absolute folders of {@code PATH} among the given variables; relative ones are a trap and left out. */
    public static List<Path> searchPath(Map<String, String> variables) {
        return Arrays.stream(variables.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(text -> !text.isEmpty())
                .map(Path::of)
                .filter(Path::isAbsolute)
                .toList();
    }
}
