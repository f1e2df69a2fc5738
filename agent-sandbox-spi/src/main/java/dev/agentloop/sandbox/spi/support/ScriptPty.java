package dev.agentloop.sandbox.spi.support;

import dev.agentloop.sandbox.spi.PreparedCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * A pseudo terminal on any JDK, by the program {@code script} of util-linux. It keeps the exit code; the size is set once, a
 * later resize is not possible.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ScriptPty {
    private static final String SHELL = "/bin/sh";

    private ScriptPty() {}

    /**
     * The command under a terminal of the given size. {@code script} hands its text to {@code $SHELL}, so that is a plain
     * shell here, and the command gets its own value back.
     */
    public static PreparedCommand wrap(Path script, PreparedCommand command, int rows, int columns) {
        return wrap(script, command, "stty rows " + rows + " cols " + columns + "; ");
    }

    /** The command under a terminal that has the size of the one {@code script} reads from, if there is one. */
    public static PreparedCommand wrap(Path script, PreparedCommand command) {
        return wrap(script, command, "");
    }

    private static PreparedCommand wrap(Path script, PreparedCommand command, String before) {
        String shell = command.environment().get("SHELL");
        List<String> words = new ArrayList<>(List.of("/usr/bin/env"));
        words.addAll(shell == null ? List.of("-u", "SHELL") : List.of("SHELL=" + shell));
        words.addAll(command.argv());
        String text = before + "exec " + words.stream().map(ScriptPty::quote).collect(Collectors.joining(" "));
        Map<String, String> environment = new TreeMap<>(command.environment());
        environment.put("SHELL", SHELL);
        return new PreparedCommand(
                List.of(script.toString(), "-q", "-e", "-f", "-c", text, "/dev/null"),
                environment,
                command.workingDirectory());
    }

    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
