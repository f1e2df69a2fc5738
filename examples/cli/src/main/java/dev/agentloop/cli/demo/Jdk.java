package dev.agentloop.cli.demo;

import dev.agentloop.cli.CliException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A Java home with a compiler.
 *
 * @param home the folder
 */
record Jdk(Path home) {
    private static final String ENDING = File.separatorChar == '\\' ? ".exe" : "";

    /**
     * The one of this process.
     *
     * @throws CliException when it has no compiler
     */
    static Jdk current() {
        return at(Path.of(System.getProperty("java.home")));
    }

    /** @throws CliException when there is no compiler in it */
    static Jdk at(Path home) {
        Jdk jdk = new Jdk(home);
        if (!Files.isExecutable(jdk.program("javac")) || !Files.isExecutable(jdk.program("java"))) {
            throw CliException.missing("The demo compiles a small project, but " + home
                    + " has no javac: install a JDK 17 or newer, or set JAVA_HOME to one");
        }
        return jdk;
    }

    /** The folder of its programs. */
    Path programs() {
        return home.resolve("bin");
    }

    /** One of its programs. */
    Path program(String name) {
        return programs().resolve(name + ENDING);
    }
}
