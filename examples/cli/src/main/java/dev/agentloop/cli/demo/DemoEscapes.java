package dev.agentloop.cli.demo;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.tool.CommandRunner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Tries what the sandbox must refuse, with commands started like the agent's: a file in the home folder, and a connection
 * to a server of this process. Whether it happened is seen from outside, not believed from the command's exit code.
 */
final class DemoEscapes {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int ACCEPT_MILLIS = 50;

    private final CommandRunner commands;
    private final Path outside;

    /**
     * One attempt.
     *
     * @param what what was tried, in plain words
     * @param refused whether nothing of it happened
     * @param output what the command printed about it
     */
    record Attempt(String what, boolean refused, String output) {}

    /** @param outside an existing folder that the policy does not let commands write to */
    DemoEscapes(CommandRunner commands, Path outside) {
        this.commands = commands;
        this.outside = outside;
    }

    List<Attempt> run() throws IOException {
        return List.of(write(), connect());
    }

    private Attempt write() throws IOException {
        Path file = outside.resolve(".agentloop-demo-" + UUID.randomUUID());
        try {
            CommandResult result = run("echo 'I was here' > \"$1\"", file.toString());
            return attempt("write " + file, result, !Files.exists(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Attempt connect() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(ACCEPT_MILLIS);
            CommandResult result = run(": > /dev/tcp/127.0.0.1/$1", String.valueOf(server.getLocalPort()));
            return attempt("connect to 127.0.0.1:" + server.getLocalPort(), result, !reached(server));
        }
    }

    private static boolean reached(ServerSocket server) throws IOException {
        try {
            server.accept().close();
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    private static Attempt attempt(String what, CommandResult result, boolean nothingHappened) {
        return new Attempt(
                what,
                nothingHappened && !result.succeeded(),
                result.stderr().text().strip());
    }

    /** Bash knows connections; it is what the launcher itself is written in. */
    private CommandResult run(String script, String word) {
        return commands.run(CommandSpec.builder("bash", "-c", script, "bash", word)
                .timeout(TIMEOUT)
                .build());
    }
}
