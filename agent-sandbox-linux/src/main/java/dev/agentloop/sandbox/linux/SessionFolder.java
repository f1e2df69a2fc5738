package dev.agentloop.sandbox.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that only this user may enter, for the files of one session; removed at its end, or by a later session. */
final class SessionFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFolder.class);
    /** The socket of the proxy. */
    static final String PROXY = "proxy.sock";

    /** The classes of the bridge. */
    static final String BRIDGE = "bridge";

    private static final String PREFIX = "agentloop-sandbox-";
    private static final Set<PosixFilePermission> NOBODY = Set.of();

    private final Path path;

    private SessionFolder(Path path) {
        this.path = path;
    }

    /** Makes the folder with a filter and an unreadable file. */
    static SessionFolder create(byte[] filter) {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        sweep(parent);
        try {
            String prefix = PREFIX + ProcessHandle.current().pid() + "-";
            Path folder = Files.createTempDirectory(
                            parent,
                            prefix,
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                    .toRealPath();
            Files.write(folder.resolve("filter.bpf"), filter);
            Path unreadable = Files.createFile(folder.resolve("unreadable"));
            Files.setPosixFilePermissions(unreadable, NOBODY);
            return new SessionFolder(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException("The sandbox could not make its folder in " + parent, failed);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        remove(path);
    }

    /** Folders of a JVM that was killed name its process id. */
    private static void sweep(Path parent) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                String pid = folder.getFileName()
                        .toString()
                        .substring(PREFIX.length())
                        .split("-", 2)[0];
                boolean dead = !pid.isEmpty()
                        && pid.length() <= 10
                        && pid.chars().allMatch(Character::isDigit)
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
                if (dead && Files.isDirectory(folder) && Files.isWritable(folder)) {
                    remove(folder);
                }
            }
        } catch (IOException unreadable) {
            LOG.debug("Old sandbox folders in {} stay", parent, unreadable);
        }
    }

    private static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            List<Path> content;
            try (Stream<Path> files = Files.walk(folder)) {
                content = files.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : content) {
                Files.deleteIfExists(file);
            }
        } catch (IOException busy) {
            LOG.warn("The sandbox folder {} could not be removed; remove it by hand", folder, busy);
        }
    }
}
