package dev.agentloop.sandbox.spi.support;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.Violation;
import dev.agentloop.sandbox.spi.CommandStartException;
import dev.agentloop.sandbox.spi.CommandStartException.Reason;
import dev.agentloop.sandbox.spi.PreparedCommand;
import dev.agentloop.sandbox.spi.SandboxSession;
import dev.agentloop.sandbox.spi.SandboxedProcess;
import dev.agentloop.sandbox.spi.StdioMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apiguardian.api.API;

/**
 * Base of sessions that confine a command by wrapping it in another. A subclass says what the wrapped command looks like,
 * which is a pure function; starting, waiting, time-outs and killing are here.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public abstract class CommandWrappingSandbox implements SandboxSession {
    /** A killed process ends at once unless it hangs in the kernel; waiting longer would not help. */
    private static final Duration KILL_WAIT = Duration.ofSeconds(2);

    private final SandboxPolicy policy;
    private final Map<String, String> hostVariables;
    private final SpawnerThread spawner;
    private final Set<ManagedProcess> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Opens a session; its spawner thread is named after the provider.
     *
     * @throws SandboxUnavailableException if the workspace does not exist
     */
    protected CommandWrappingSandbox(SandboxPolicy policy, String providerId) {
        policy.workspace().filter(root -> !Files.isDirectory(root)).ifPresent(root -> {
            throw new SandboxUnavailableException(
                    "The workspace " + root + " is not an existing folder", Set.of(), List.of());
        });
        this.policy = policy;
        this.hostVariables = HostEnvironment.variables();
        this.spawner = new SpawnerThread("agentloop-spawner-" + providerId);
    }

    /**
     * Wraps a command. Pure.
     *
     * @param command words with an absolute program, exact environment and folder
     */
    protected abstract PreparedCommand wrap(PreparedCommand command);

    /** Kills what {@link #wrap} made, with all descendants, and waits a bounded time; default by parent links. */
    protected void kill(Process process) {
        ProcessTree.kill(process.toHandle(), KILL_WAIT);
    }

    /**
     * Starts a process of the session's own on its spawner thread. The subclass ends it in {@link #release}.
     *
     * @throws IOException if the operating system refuses
     */
    protected final Process startHelper(ProcessBuilder builder) throws IOException {
        return spawner.start(builder);
    }

    /** Called before each start. An exception prevents the start. */
    protected void beforeStart() {}

    /** Called after the end of each process, and when a start failed after {@link #beforeStart}; on any thread. */
    protected void afterExit() {}

    /** Frees what the subclass owns, after the last process ended. Called once. */
    protected void release() {}

    @Override
    public final SandboxPolicy policy() {
        return policy;
    }

    @Override
    public final PreparedCommand prepare(CommandSpec command) {
        return wrap(resolve(command));
    }

    @Override
    public final SandboxedProcess start(CommandSpec command, StdioMode mode) {
        PreparedCommand prepared = wrap(onTerminal(resolve(command), mode));
        beforeStart();
        ManagedProcess process;
        try {
            process = new ManagedProcess(launch(command, prepared, mode), this::kill);
        } catch (RuntimeException failed) {
            afterExit();
            throw failed;
        }
        running.add(process);
        if (closed) {
            process.kill();
        }
        Optional<Future<?>> deadline = timeout(command).map(time -> spawner.schedule(process::timeOut, time));
        process.whenEnded(() -> {
            deadline.ifPresent(task -> task.cancel(false));
            afterExit();
            running.remove(process);
        });
        return process;
    }

    @Override
    public List<Violation> violations() {
        return List.of();
    }

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<ManagedProcess> last = List.copyOf(running);
        last.forEach(ManagedProcess::kill);
        last.forEach(process -> process.awaitCleanUp(KILL_WAIT));
        spawner.close();
        release();
    }

    private static PreparedCommand onTerminal(PreparedCommand command, StdioMode mode) {
        return switch (mode.kind()) {
            case PIPE, INHERIT -> command;
            case PTY -> ScriptPty.wrap(script(), command, mode.rows(), mode.columns());
            case INHERIT_PTY -> ScriptPty.wrap(script(), command);
        };
    }

    private Process launch(CommandSpec command, PreparedCommand prepared, StdioMode mode) {
        ProcessBuilder builder = new ProcessBuilder(prepared.argv())
                .directory(prepared.workingDirectory().toFile());
        builder.environment().clear();
        builder.environment().putAll(prepared.environment());
        if (mode.kind() == StdioMode.Kind.INHERIT || mode.kind() == StdioMode.Kind.INHERIT_PTY) {
            builder.inheritIO();
        }
        if (closed) {
            throw new IllegalStateException("The sandbox session is closed; open a new one");
        }
        try {
            return spawner.start(builder);
        } catch (IOException refused) {
            String message = command.argv().get(0) + " could not be started: " + refused.getMessage();
            throw new CommandStartException(Reason.FAILED, message, refused);
        }
    }

    private PreparedCommand resolve(CommandSpec command) {
        Path directory = command.workingDirectory()
                .or(policy::workspace)
                .orElseGet(() -> Path.of("").toAbsolutePath());
        if (!Files.isDirectory(directory)) {
            throw new CommandStartException(
                    Reason.BAD_DIRECTORY, "The working directory " + directory + " is not an existing folder", null);
        }
        Map<String, String> environment = new TreeMap<>(policy.environment().resolve(hostVariables));
        environment.put("PWD", directory.toString());
        environment.putAll(command.environment());
        List<String> argv = new ArrayList<>(command.argv());
        argv.set(0, ProgramLookup.find(argv.get(0), environment, directory).toString());
        return new PreparedCommand(argv, environment, directory);
    }

    private Optional<Duration> timeout(CommandSpec command) {
        return Stream.concat(command.timeout().stream(), policy.limits().wallTime().stream())
                .min(Duration::compareTo);
    }

    private static Path script() {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new UnsupportedOperationException(
                    "A terminal needs the program script of util-linux, which is for Linux; use pipes");
        }
        return HostEnvironment.searchPath().stream()
                .map(folder -> folder.resolve("script"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new UnsupportedOperationException(
                        "A terminal needs the program script of util-linux, which is not in PATH; install util-linux"));
    }
}
