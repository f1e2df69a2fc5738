package dev.agentloop.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A copy of what {@code bin/agent} needs: itself and the packaged command line, without the sources. */
final class LauncherCheckout {
    private final Path root;
    private final Path tools;

    private LauncherCheckout(Path root, Path tools) {
        this.root = root;
        this.tools = tools;
    }

    static LauncherCheckout in(Path root) throws IOException {
        Path original = Path.of(System.getProperty("cli.root"));
        Path built = original.resolve("examples/cli/target");
        Path target = Files.createDirectories(root.resolve("examples/cli/target"));
        Files.createDirectories(root.resolve("bin"));
        copy(original.resolve("bin/agent"), root.resolve("bin/agent"));
        copy(built.resolve("agent-cli.jar"), target.resolve("agent-cli.jar"));
        copy(built.resolve("agent-cli.stamp"), target.resolve("agent-cli.stamp"));
        Files.createDirectories(target.resolve("lib"));
        try (Stream<Path> libraries = Files.list(built.resolve("lib"))) {
            for (Path library : libraries.toList()) {
                copy(library, target.resolve("lib").resolve(library.getFileName()));
            }
        }
        return new LauncherCheckout(root, Files.createDirectories(root.resolveSibling("tools")));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    }

    Path root() {
        return root;
    }

    Path stamp() {
        return root.resolve("examples/cli/target/agent-cli.stamp");
    }

    ProcessRun.Command command(String... args) {
        return withTools(ProcessRun.command(argv(List.of(), args)));
    }

    /** The same as a user who does not own the checkout, when this JVM runs as root, for whom nothing is read-only. */
    ProcessRun.Command commandAsOrdinaryUser(String... args) throws IOException {
        if (!Files.isWritable(stamp().getParent())) {
            return command(args);
        }
        assumeTrue(onPath("setpriv", path()).isPresent(), "root without setpriv cannot become an ordinary user");
        return withTools(
                ProcessRun.command(argv(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), args)));
    }

    private List<String> argv(List<String> prefix, String... args) {
        List<String> argv = new ArrayList<>(prefix);
        argv.add(root.resolve("bin/agent").toString());
        argv.addAll(List.of(args));
        return argv;
    }

    private ProcessRun.Command withTools(ProcessRun.Command command) {
        return command.variable("PATH", tools + File.pathSeparator + path());
    }

    Path source(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Path source = Files.writeString(file, text);
        FileTime later =
                FileTime.from(Files.getLastModifiedTime(stamp()).toInstant().plusSeconds(5));
        Files.setLastModifiedTime(source, later);
        return source;
    }

    void olderThanStamp(Path... paths) throws IOException {
        Instant older = Files.getLastModifiedTime(stamp()).toInstant().minus(Duration.ofHours(1));
        for (Path path : paths) {
            for (Path each = path; !each.equals(root); each = each.getParent()) {
                Files.setLastModifiedTime(each, FileTime.from(older));
            }
        }
    }

    /** Puts a Maven on the path that only counts its builds and runs this script. */
    void fakeMaven(String script) throws IOException {
        fakeMavenOfVersion("3.9.1", script);
    }

    void fakeMavenOfVersion(String version, String script) throws IOException {
        String text = "#!/bin/sh\ncase \"$*\" in *-v) echo 'Apache Maven " + version + " (x)'; exit 0 ;; esac\n"
                + "echo x >>'" + tools.resolve("builds") + "'\n" + script + "\n";
        executable(tools.resolve("mvn"), text);
    }

    /** Puts an apt-get on the path that only tells its arguments. */
    void fakeAptGet() throws IOException {
        executable(tools.resolve("apt-get"), "#!/bin/sh\necho \"$*\" >>'" + tools.resolve("installed") + "'\n");
    }

    List<String> installed() throws IOException {
        Path installed = tools.resolve("installed");
        return Files.exists(installed) ? Files.readAllLines(installed) : List.of();
    }

    Path tools() {
        return tools;
    }

    int builds() throws IOException {
        Path builds = tools.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    Path fakeJavaHome(String version) throws IOException {
        Path home = root.resolveSibling("java-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/java"), "#!/bin/sh\necho 'must not run' >&2; exit 99\n");
        return home;
    }

    boolean javaOnPath() {
        return onPath("java", path()).isPresent();
    }

    /** A path that leads to the commands the launcher needs, and not to Maven. */
    String pathWithoutMaven() throws IOException {
        Path commands = Files.createDirectories(root.resolveSibling("commands"));
        for (String name :
                List.of("bash", "env", "sed", "find", "head", "dirname", "readlink", "mkdir", "flock", "uname")) {
            Optional<Path> command = onPath(name, path());
            if (command.isPresent()) {
                executable(commands.resolve(name), "#!/bin/sh\nexec '" + command.get() + "' \"$@\"\n");
            }
        }
        return commands.toString();
    }

    private static String path() {
        return System.getenv("PATH");
    }

    private static Optional<Path> onPath(String name, String path) {
        return Stream.of(path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Takes or gives everybody's right to write. */
    void writable(boolean writable) throws IOException {
        for (Path path : everything()) {
            Files.setPosixFilePermissions(
                    path,
                    PosixFilePermissions.fromString(
                            Files.isDirectory(path) || Files.isExecutable(path)
                                    ? (writable ? "rwxr-xr-x" : "r-xr-xr-x")
                                    : (writable ? "rw-r--r--" : "r--r--r--")));
        }
    }

    /** All files and folders with their times. */
    Map<String, Instant> snapshot() throws IOException {
        Map<String, Instant> times = new TreeMap<>();
        for (Path path : everything()) {
            times.put(
                    root.relativize(path).toString(),
                    Files.getLastModifiedTime(path).toInstant());
        }
        return times;
    }

    private List<Path> everything() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.collect(Collectors.toList());
        }
    }
}
