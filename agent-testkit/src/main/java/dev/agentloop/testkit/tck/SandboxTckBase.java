package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.Enforcement;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.spi.Availability;
import dev.agentloop.sandbox.spi.ProbeContext;
import dev.agentloop.sandbox.spi.SandboxProvider;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.support.CommandRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Folders, sessions and shell commands for {@link SandboxProviderTck}. */
abstract class SandboxTckBase {
    private static final int MAX_OUTPUT_BYTES = 1 << 20;

    private final List<SandboxSession> opened = new ArrayList<>();
    private Path host = Path.of("/");
    private Path workspace = host;

    /** The provider under test; a new or a shared instance. */
    protected abstract SandboxProvider provider();

    /** What the provider must call enforced for a workspace-write policy; anything less fails the kit. */
    protected abstract Set<Guarantee> requiredGuarantees();

    /** Whether an unavailable provider skips the kit; false where its platform must have it. */
    protected boolean mayBeUnavailable() {
        return true;
    }

    /** Where the kit makes a folder of its own; must be outside the folders for temporary files. */
    protected Path scratchParent() {
        return Path.of(System.getProperty("user.home"));
    }

    @BeforeEach
    void makeFolders() throws IOException {
        Availability availability = provider().probe(ProbeContext.ofDefaults());
        if (!availability.usable()) {
            assertThat(mayBeUnavailable())
                    .as("%s must be available here: %s", provider().id(), availability.reasons())
                    .isTrue();
        }
        assumeTrue(availability.usable(), () -> provider().id() + " is not available: " + availability.reasons());
        host = Files.createTempDirectory(scratchParent(), ".agentloop-tck-").toRealPath();
        workspace = Files.createDirectory(host.resolve("workspace"));
        Files.createDirectories(workspace.resolve(".git/hooks"));
        Files.writeString(workspace.resolve(".git/config"), "original");
        Files.writeString(host.resolve("outside.txt"), "original");
    }

    @AfterEach
    void cleanUp() throws IOException {
        opened.forEach(SandboxSession::close);
        if (host.getNameCount() > 0) {
            try (Stream<Path> files = Files.walk(host)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A folder of the host that no policy of the kit makes writable. */
    final Path host() {
        return host;
    }

    final Path workspace() {
        return workspace;
    }

    final SandboxPolicy workspaceWrite() {
        return SandboxPolicy.workspaceWrite(workspace);
    }

    final SandboxPolicy readOnly() {
        return SandboxPolicy.readOnly().withWorkspace(workspace);
    }

    final SandboxSession open(SandboxPolicy policy) {
        SandboxSession session = provider().open(policy);
        opened.add(session);
        return session;
    }

    final CommandResult run(SandboxPolicy policy, CommandSpec command) throws InterruptedException {
        return run(open(policy), command);
    }

    final CommandResult run(SandboxSession session, CommandSpec command) throws InterruptedException {
        return new CommandRun(session, MAX_OUTPUT_BYTES).run(command);
    }

    final CommandResult sh(SandboxPolicy policy, String script, Object... words) throws InterruptedException {
        return run(policy, shell(script, words));
    }

    /** Runs {@link SandboxProbe} from a copy: the place of this kit may be one that a sandbox hides. */
    final CommandResult probe(SandboxPolicy policy, String... words) throws IOException, InterruptedException {
        Path classes = host.resolve("classes");
        for (Class<?> type : List.of(SandboxProbe.class, SandboxProbe.Attempt.class)) {
            String name = type.getName().replace('.', '/') + ".class";
            Path copy = classes.resolve(name);
            Files.createDirectories(copy.getParent());
            try (InputStream original = type.getResourceAsStream("/" + name)) {
                Files.write(copy, original.readAllBytes());
            }
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> argv = new ArrayList<>(List.of(java, "-cp", classes.toString(), SandboxProbe.class.getName()));
        argv.addAll(List.of(words));
        return run(policy, CommandSpec.builder(argv).build());
    }

    /** A shell command; the words are {@code $1}, {@code $2} and so on. */
    static CommandSpec shell(String script, Object... words) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        for (Object word : words) {
            argv.add(word.toString());
        }
        return CommandSpec.builder(argv).build();
    }

    /** Skips a test about something the provider openly does not enforce. */
    final void assumeEnforced(SandboxPolicy policy, Guarantee guarantee) {
        Enforcement enforcement = provider().check(policy).of(guarantee);
        assumeTrue(
                enforcement.isEnforced(),
                () -> provider().id() + " does not enforce " + guarantee + ": " + enforcement);
    }

    /** A killed process that nobody has waited for yet still has an id, but no program any more. */
    static boolean runs(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().command())
                .isPresent();
    }

    static List<Path> tree(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.sorted().toList();
        }
    }
}
