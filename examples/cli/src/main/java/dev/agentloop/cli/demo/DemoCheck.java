package dev.agentloop.cli.demo;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.tool.CommandRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out whether the project works, whatever a model says about it: compiles the sources as they are with the test
 * as it was bundled, in a folder of its own, and runs the test.
 */
final class DemoCheck {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String FOLDER = ".check";

    private final DemoProject project;
    private final Jdk jdk;
    private final CommandRunner commands;

    /** What the check found. */
    enum Verdict {
        PASSES,
        FAILS,
        DOES_NOT_COMPILE
    }

    /**
     * The outcome of one check.
     *
     * @param exitCode of the test, or of the compiler when the sources do not compile
     * @param output what it printed
     */
    record Outcome(Verdict verdict, int exitCode, String output, Duration duration) {}

    DemoCheck(DemoProject project, Jdk jdk, CommandRunner commands) {
        this.project = project;
        this.jdk = jdk;
        this.commands = commands;
    }

    Outcome run() throws IOException {
        Path folder = project.folder().resolve(FOLDER);
        DemoProject.delete(folder);
        try {
            Path test = folder.resolve(DemoProject.TEST_FILE);
            Files.createDirectories(test.getParent());
            Files.writeString(test, DemoProject.original(DemoProject.TEST_FILE));
            return run(folder.resolve("classes"), test);
        } finally {
            DemoProject.delete(folder);
        }
    }

    private Outcome run(Path classes, Path test) throws IOException {
        List<String> javac = new ArrayList<>(List.of(jdk.program("javac").toString()));
        javac.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-proc:none"));
        javac.addAll(List.of("-d", classes.toString(), test.toString()));
        project.sources().forEach(source -> javac.add(source.toString()));
        CommandResult compiled = run(javac);
        if (!compiled.succeeded()) {
            return outcome(Verdict.DOES_NOT_COMPILE, compiled, Duration.ZERO);
        }
        CommandResult tested =
                run(List.of(jdk.program("java").toString(), "-cp", classes.toString(), DemoProject.TEST_CLASS));
        return outcome(tested.succeeded() ? Verdict.PASSES : Verdict.FAILS, tested, compiled.duration());
    }

    private CommandResult run(List<String> argv) {
        return commands.run(CommandSpec.builder(argv)
                .workingDirectory(project.folder())
                .timeout(TIMEOUT)
                .build());
    }

    private static Outcome outcome(Verdict verdict, CommandResult last, Duration before) {
        String output = last.stdout().text() + last.stderr().text();
        return new Outcome(verdict, last.exitCode(), output, last.duration().plus(before));
    }
}
