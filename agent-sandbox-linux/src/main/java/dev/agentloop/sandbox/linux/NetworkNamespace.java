package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.linux.proxy.AllowListProxy;
import dev.agentloop.sandbox.linux.proxy.BridgeFiles;
import dev.agentloop.sandbox.linux.proxy.ConnectionGate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network namespace for all commands of a session, whose loopback has one way out: a bridge to a proxy in this JVM. A small
 * JVM is the bridge and keeps the namespace alive; commands join it. When it ends, nothing can be reached any more.
 */
final class NetworkNamespace implements AutoCloseable {
    /** Where the bridge listens, in a namespace in which nobody else does. */
    static final int PORT = 3128;

    /** A descriptor of its own for bubblewrap's report, because bubblewrap closes it. */
    private static final String WITH_INFO = "exec 8>&1; exec \"$@\"";

    private static final Pattern CHILD = Pattern.compile("\"child-pid\": *(\\d+)");

    /** A JVM starts within a tenth of a second, on a machine that is overloaded within some. */
    private static final int START_SECONDS = 30;

    private final AllowListProxy proxy;
    private final Process holder;
    private final Path nsenter;
    private final long child;

    private NetworkNamespace(AllowListProxy proxy, Process holder, Path nsenter, long child) {
        this.proxy = proxy;
        this.holder = holder;
        this.nsenter = nsenter;
        this.child = child;
    }

    /** Starts a process that lives as long as the session. */
    @FunctionalInterface
    interface Starter {
        Process start(ProcessBuilder builder) throws IOException;
    }

    /** Makes the namespace and waits until its bridge listens. */
    static NetworkNamespace open(BwrapTools tools, ConnectionGate gate, Starter starter) throws IOException {
        Path socket = tools.folder().resolve(SessionFolder.PROXY);
        AllowListProxy proxy = AllowListProxy.start(socket, gate);
        Process holder = null;
        try {
            Path classes = BridgeFiles.copyTo(tools.folder().resolve(SessionFolder.BRIDGE));
            ProcessBuilder builder = new ProcessBuilder(words(tools, classes, socket));
            builder.environment().clear();
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
            holder = starter.start(builder);
            holder.getOutputStream().close();
            return new NetworkNamespace(proxy, holder, tools.nsenter().orElseThrow(), awaitReady(holder));
        } catch (IOException failed) {
            proxy.close();
            if (holder != null) {
                holder.destroyForcibly();
            }
            throw failed;
        }
    }

    /** What stands before a command so that it starts in the namespace. */
    List<String> join() {
        return List.of(nsenter.toString(), "--preserve-credentials", "-U", "-n", "-t", String.valueOf(child), "--");
    }

    @Override
    public void close() {
        holder.destroyForcibly();
        proxy.close();
    }

    /** A second user namespace would forbid to join the first, and {@code --dev} would make one. */
    private static List<String> words(BwrapTools tools, Path classes, Path socket) {
        List<String> words = new ArrayList<>(List.of(tools.shell().toString(), "-c", WITH_INFO, "sh"));
        words.addAll(List.of(tools.bwrap().toString(), "--unshare-user", "--unshare-net"));
        words.addAll(List.of("--die-with-parent", "--new-session", "--info-fd", "8"));
        words.addAll(List.of("--ro-bind", "/", "/", "--dev-bind", "/dev", "/dev", "--"));
        words.addAll(List.of(tools.java().toString(), "-Xmx32m", "-Xss256k", "-XX:+UseSerialGC"));
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:-UsePerfData", "-cp", classes.toString()));
        words.addAll(List.of(BridgeFiles.PROGRAM, String.valueOf(PORT), socket.toString()));
        return words;
    }

    private static long awaitReady(Process holder) throws IOException {
        CompletableFuture<Long> ready = CompletableFuture.supplyAsync(() -> readChild(holder));
        try {
            return ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException failed) {
            throw new IOException("The bridge of the network allow-list did not start", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the bridge of the network allow-list started", interrupted);
        }
    }

    private static long readChild(Process holder) {
        long child = -1;
        BufferedReader lines = holder.inputReader(StandardCharsets.US_ASCII);
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher matcher = CHILD.matcher(line);
                if (matcher.find()) {
                    child = Long.parseLong(matcher.group(1));
                } else if (line.equals(BridgeFiles.READY) && child > 0) {
                    return child;
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        throw new IllegalStateException("it ended before it was ready");
    }
}
