package dev.agentloop.session.jdbc.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes the file before SQLite does, so that nobody but its owner can read it at any time. SQLite gives the mode of the
 * file to the files it puts beside it. Without POSIX permissions the folder's rules apply.
 */
final class DatabaseFile {
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private DatabaseFile() {}

    /** Makes missing folders and the file, or takes other users' rights from a file that is there. */
    static void prepare(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Path directory = file.getParent();
        try {
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(directory, permissions(posix, OWNER_DIRECTORY));
            }
            if (!Files.exists(file)) {
                create(file, permissions(posix, OWNER_FILE));
            } else if (!Files.isRegularFile(file)) {
                throw new IOException("it is a folder or a device; name a file");
            } else if (posix && !OWNER_FILE.containsAll(Files.getPosixFilePermissions(file))) {
                Files.setPosixFilePermissions(file, OWNER_FILE);
            }
        } catch (FileSystemException e) {
            throw new IOException(reason(e), e);
        }
    }

    private static void create(Path file, FileAttribute<?>[] permissions) throws IOException {
        try {
            Files.createFile(file, permissions);
        } catch (FileAlreadyExistsException madeMeanwhile) {
            if (!Files.exists(file)) { // a link to nowhere: SQLite would make its target with any mode
                throw madeMeanwhile;
            }
        }
    }

    private static FileAttribute<?>[] permissions(boolean posix, Set<PosixFilePermission> permissions) {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static String reason(FileSystemException e) {
        if (e instanceof AccessDeniedException) {
            return "no permission to write " + e.getFile();
        }
        if (e instanceof FileAlreadyExistsException) {
            return e.getFile() + " is in the way";
        }
        return e.getReason() == null ? e.toString() : e.getFile() + ": " + e.getReason();
    }
}
