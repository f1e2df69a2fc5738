package dev.agentloop.sandbox.spi;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * What the operating system is asked to execute.
 *
 * @param argv the words; the first is an absolute path
 * @param environment the whole environment, sorted by name
 * @param workingDirectory where it starts
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record PreparedCommand(List<String> argv, Map<String, String> environment, Path workingDirectory) {
    public PreparedCommand {
        argv = List.copyOf(argv);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        Objects.requireNonNull(workingDirectory, "workingDirectory");
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("argv: name a program");
        }
    }

    /** Shows words, folder and the names of variables; their values may be secret. */
    @Override
    public String toString() {
        return "PreparedCommand[argv=" + argv + ", environment=" + environment.keySet() + ", workingDirectory="
                + workingDirectory + "]";
    }
}
