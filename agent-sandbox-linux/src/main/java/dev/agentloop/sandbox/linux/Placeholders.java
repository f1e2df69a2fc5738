package dev.agentloop.sandbox.linux;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empty folders that stand for missing protected ones while commands run: a mount needs a place on the host. Each process
 * that needs one leaves a lease file in it; the last takes the folder away. Removing a folder that still holds a lease of
 * somebody else fails in the kernel, so no lock between processes is needed. A folder under a mount must not be removed: the
 * mount would go with it.
 */
final class Placeholders {
    static final Placeholders SHARED = new Placeholders();

    private static final Logger LOG = LoggerFactory.getLogger(Placeholders.class);
    private static final String PREFIX = ".agentloop-lease-";

    /** Somebody else may remove the folder between our two steps, but not for ever. */
    private static final int MAX_ATTEMPTS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Path, Integer> uses = new HashMap<>();
    private final String lease = PREFIX + leaseOf(ProcessHandle.current());

    private Placeholders() {}

    /** Tells whether nothing of the user's is there: no file, or a folder with leases only. */
    static boolean isFree(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && holdsOnlyLeases(path);
    }

    /** Makes sure the folders exist until they are released. Those that cannot be made, no command can make either. */
    void acquire(List<Path> folders) {
        lock.lock();
        try {
            for (Path folder : folders) {
                if (uses.merge(folder, 1, Integer::sum) == 1) {
                    make(folder);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    void release(List<Path> folders) {
        lock.lock();
        try {
            for (Path folder : folders) {
                if (uses.merge(folder, -1, Integer::sum) == 0) {
                    uses.remove(folder);
                    remove(folder);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void make(Path folder) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException exists) {
                if (!isFree(folder)) {
                    return;
                }
                sweep(folder);
            } catch (IOException notWritable) {
                LOG.debug("No placeholder at {}", folder, notWritable);
                return;
            }
            try {
                Files.createFile(folder.resolve(lease));
                return;
            } catch (FileAlreadyExistsException kept) {
                return;
            } catch (NoSuchFileException removedMeanwhile) {
                continue;
            } catch (IOException notWritable) {
                LOG.debug("No lease at {}", folder, notWritable);
                return;
            }
        }
    }

    private void remove(Path folder) {
        try {
            if (Files.deleteIfExists(folder.resolve(lease))) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException inUse) {
            LOG.debug("The placeholder {} is in use by others", folder);
        } catch (IOException unexpected) {
            LOG.warn("The placeholder {} could not be removed; remove the empty folder by hand", folder, unexpected);
        }
    }

    /** Takes away leases of processes that ended without doing so. */
    private static void sweep(Path folder) {
        for (Path file : list(folder)) {
            String owner = file.getFileName().toString().substring(PREFIX.length());
            String pid = owner.substring(0, Math.max(0, owner.indexOf('-')));
            boolean alive = !pid.isEmpty()
                    && pid.chars().allMatch(Character::isDigit)
                    && ProcessHandle.of(Long.parseLong(pid))
                            .map(handle -> leaseOf(handle).equals(owner))
                            .orElse(false);
            if (!alive) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException notOurs) {
                    LOG.debug("The stale lease {} stays", file, notOurs);
                }
            }
        }
    }

    private static boolean holdsOnlyLeases(Path folder) {
        List<Path> files = list(folder);
        return !files.isEmpty()
                && files.stream().allMatch(file -> file.getFileName().toString().startsWith(PREFIX));
    }

    private static List<Path> list(Path folder) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(files::add);
        } catch (IOException unreadable) {
            LOG.debug("The folder {} cannot be listed", folder, unreadable);
        }
        return files;
    }

    private static String leaseOf(ProcessHandle process) {
        return process.pid() + "-"
                + process.info()
                        .startInstant()
                        .map(start -> start.toEpochMilli())
                        .orElse(0L);
    }
}
