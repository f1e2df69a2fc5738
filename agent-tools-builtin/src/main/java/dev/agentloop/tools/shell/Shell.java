package dev.agentloop.tools.shell;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a command line is given to the machine's shell. Not a login shell: a profile can cost more than the command, and
 * the environment is the policy's business.
 *
 * @param prefix the words before the command line
 */
record Shell(List<String> prefix) {

    private static final Path BASH = Path.of("/bin/bash");

    Shell {
        prefix = List.copyOf(prefix);
    }

    static Shell current() {
        if (File.separatorChar == '\\') {
            return new Shell(List.of("powershell.exe", "-NoProfile", "-NonInteractive", "-Command"));
        }
        return new Shell(List.of(Files.isExecutable(BASH) ? BASH.toString() : "/bin/sh", "-c"));
    }

    List<String> argv(String commandLine) {
        List<String> argv = new ArrayList<>(prefix);
        argv.add(commandLine);
        return argv;
    }
}
