package dev.agentloop.sandbox.linux.escape;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A part of the host that a command is let loose beside: files, listeners and a process, and what became of them. */
final class Arena implements AutoCloseable {
    private static final int MIN_VICTIM_PID = 400;
    private static final int POLL_MILLIS = 1;
    private static final int MAX_LISTED_BYTES = 256;

    private final Path host;
    private final String mark = "agentloop-escape-" + ProcessHandle.current().pid();
    private final ServerSocket tcp = new ServerSocket(0, 5);
    private final ServerSocket tcp6;
    private final DatagramSocket udp = new DatagramSocket(0);
    private final ServerSocketChannel unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final int listen;
    private Process victim;

    /** @param host an existing empty folder, outside of those for temporary files */
    Arena(Path host) throws IOException {
        this.host = host;
        this.tcp6 = new ServerSocket(0, 5, InetAddress.getByName(hasVersion6() ? "::1" : "127.0.0.1"));
        try (ServerSocket free = new ServerSocket(0)) {
            this.listen = free.getLocalPort();
        }
        tcp.setSoTimeout(POLL_MILLIS);
        tcp6.setSoTimeout(POLL_MILLIS);
        udp.setSoTimeout(POLL_MILLIS);
        build();
        unix.bind(UnixDomainSocketAddress.of(outside().resolve("stream.sock")));
        unix.configureBlocking(false);
        ipc("shmget($k, 16, 01600); semget($k, 1, 01600); msgget($k, 01600)");
        victim = startVictim();
    }

    Path workspace() {
        return host.resolve("workspace");
    }

    Path outside() {
        return host.resolve("outside");
    }

    String mark() {
        return mark;
    }

    /** What the scripts need to know. */
    Map<String, String> variables() {
        Map<String, String> variables = Numbers.variables(System.getProperty("os.arch"));
        variables.put("WORK", workspace().toString());
        variables.put("OUT", outside().toString());
        variables.put("REPO", host.resolve("repository").toString());
        variables.put("HOME", host.resolve("home").toString());
        variables.put("MARK", mark);
        variables.put("TCP", String.valueOf(tcp.getLocalPort()));
        variables.put("TCP6", String.valueOf(tcp6.getLocalPort()));
        variables.put("UDP", String.valueOf(udp.getLocalPort()));
        variables.put("LISTEN", String.valueOf(listen));
        variables.put("ADDRESS", address());
        variables.put("VICTIM", String.valueOf(victim.pid()));
        variables.put("SHM_KEY", ipcKey());
        return variables;
    }

    /** Puts everything back as it was. */
    void reset() throws IOException {
        for (String name : List.of("workspace", "repository", "home")) {
            delete(host.resolve(name));
        }
        try (Stream<Path> content = Files.list(outside())) {
            for (Path path : content.toList()) {
                if (!path.endsWith("stream.sock")) {
                    delete(path);
                }
            }
        }
        for (Path path : marks()) {
            delete(path);
        }
        build();
        victim.destroyForcibly();
        victim = startVictim();
        reached();
    }

    /** Everything that must not change: names, kinds, permissions, times, contents, the victim, who was here. */
    Map<String, String> truth() throws IOException {
        Map<String, String> truth = new TreeMap<>();
        for (String name : List.of("outside", "repository", "home")) {
            describe(host.resolve(name), truth);
        }
        try (Stream<Path> beside = Files.list(host)) {
            truth.put("beside", beside.sorted().toList().toString());
        }
        for (String name : List.of(".git", ".codex", ".agents", "nested/deep/.git", "inner/denied")) {
            describe(workspace().resolve(name), truth);
        }
        truth.put("marks", marks().toString());
        truth.put("victim", victimState());
        truth.put("reached", reached().toString());
        return truth;
    }

    @Override
    public void close() throws IOException {
        victim.destroyForcibly();
        ipc("shmctl(shmget($k, 0, 0), 0, 0); semctl(semget($k, 0, 0), 0, 0, 0); msgctl(msgget($k, 0), 0, 0)");
        tcp.close();
        tcp6.close();
        udp.close();
        unix.close();
        for (Path path : marks()) {
            delete(path);
        }
        for (String name : List.of("workspace", "repository", "home", "outside")) {
            delete(host.resolve(name));
        }
    }

    private void build() throws IOException {
        Path out = Files.createDirectories(outside());
        write(out.resolve("file"), "original");
        write(out.resolve("denied/secret"), "original");
        write(out.resolve("denied-file"), "original");
        Files.createDirectories(out.resolve("empty"));
        Files.setPosixFilePermissions(
                Files.createDirectories(out.resolve("open")), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(out.resolve("link"), Path.of("file"));
        Files.createDirectories(host.resolve("home"));
        write(host.resolve("repository/.git/worktrees/tree/HEAD"), "ref: refs/heads/main\n");
        Path work = Files.createDirectories(workspace());
        for (String repository : List.of(".git", "nested/deep/.git")) {
            write(work.resolve(repository).resolve("config"), "[core]\n\trepositoryformatversion = 0\n");
            write(work.resolve(repository).resolve("HEAD"), "ref: refs/heads/main\n");
            Files.createDirectories(work.resolve(repository).resolve("hooks"));
            Files.createDirectories(work.resolve(repository).resolve("objects"));
            Files.createDirectories(work.resolve(repository).resolve("refs"));
        }
        write(work.resolve(".codex/config.toml"), "original");
        write(work.resolve("inner/denied/secret"), "original");
        Files.createSymbolicLink(work.resolve("planted-file"), out.resolve("file"));
        Files.createSymbolicLink(work.resolve("planted-folder"), out);
        Path tree = Files.createDirectories(work.resolve("tree"));
        write(tree.resolve(".git"), "gitdir: " + host.resolve("repository/.git/worktrees/tree") + "\n");
        for (String shared : List.of("/tmp", "/dev/shm")) {
            write(Path.of(shared, mark + "-shared"), "original");
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void describe(Path root, Map<String, String> truth) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                Map<String, Object> attributes = Files.readAttributes(
                        file, "unix:mode,uid,nlink,ino,lastModifiedTime,size", LinkOption.NOFOLLOW_LINKS);
                String content =
                        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) < MAX_LISTED_BYTES
                                ? Files.readString(file)
                                : "";
                truth.put(file.toString(), new TreeMap<>(attributes) + content);
            }
        }
    }

    /** Files named like this run, in folders of the host. */
    private List<Path> marks() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("/", "/tmp", "/var/tmp", "/dev/shm", "/etc", "/usr/bin", "/run")) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                files.filter(file -> file.toString().contains(mark))
                        .filter(file -> !file.equals(host))
                        .sorted()
                        .forEach(found::add);
            }
        }
        return found;
    }

    private String victimState() throws IOException {
        if (!victim.isAlive()) {
            return "ended";
        }
        Path proc = Path.of("/proc", String.valueOf(victim.pid()));
        String[] stat = Files.readString(proc.resolve("stat"))
                .replaceFirst("^.*\\) ", "")
                .split(" ");
        return "stopped=" + stat[0].equals("T") + " nice=" + stat[16] + Files.readString(proc.resolve("limits"));
    }

    /** Who connected to, or sent to, a listener since the last time; and whether a server in the sandbox answers. */
    private List<String> reached() throws IOException {
        List<String> reached = new ArrayList<>();
        for (ServerSocket server : List.of(tcp, tcp6)) {
            try {
                server.accept().close();
                reached.add("tcp " + server.getLocalPort());
            } catch (SocketTimeoutException nobody) {
                continue;
            }
        }
        try {
            udp.receive(new DatagramPacket(new byte[10], 10));
            reached.add("udp");
        } catch (SocketTimeoutException nobody) {
            // As it should be.
        }
        var channel = unix.accept();
        if (channel != null) {
            channel.close();
            reached.add("unix");
        }
        return reached;
    }

    /** Whether a server at the port the scripts listen on can be reached from here. */
    boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", listen), 200);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** A process id that no process inside a sandbox is likely to have as its own. */
    private Process startVictim() throws IOException {
        while (true) {
            Process process = new ProcessBuilder("/bin/sh", "-c", "read line", mark + "-victim").start();
            if (process.pid() >= MIN_VICTIM_PID) {
                return process;
            }
            process.destroyForcibly();
        }
    }

    /** Makes or removes shared memory, a semaphore and a message queue of the host. */
    private void ipc(String calls) throws IOException {
        try {
            new ProcessBuilder("perl", "-e", "my $k = $ARGV[0]; " + calls, ipcKey())
                    .start()
                    .waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String ipcKey() {
        return String.valueOf(ProcessHandle.current().pid() + 0x41000000L);
    }

    private static boolean hasVersion6() {
        return Files.exists(Path.of("/proc/net/if_inet6"));
    }

    private static String address() {
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                    .map(InetAddress::getHostAddress)
                    .findFirst()
                    .orElse("127.0.0.1");
        } catch (java.net.SocketException none) {
            return "127.0.0.1";
        }
    }

    /** Deletes also what a command made unreadable. */
    private static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            try (Stream<Path> content = Files.list(path)) {
                for (Path inside : content.toList()) {
                    delete(inside);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
