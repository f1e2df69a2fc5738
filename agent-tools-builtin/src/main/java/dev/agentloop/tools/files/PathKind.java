package dev.agentloop.tools.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What stands at a path, the path itself not followed when it is a link. */
public enum PathKind {
    MISSING,
    FILE,
    DIRECTORY,
    LINK,
    /** A device, socket or pipe: no tool opens one, because opening can block or act. */
    SPECIAL;

    /** What is on the disk now. */
    public static PathKind of(Path path) throws IOException {
        try {
            return of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return MISSING;
        } catch (FileSystemException e) {
            if (isBelowAFile(path)) {
                return MISSING;
            }
            throw e;
        }
    }

    static PathKind of(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return LINK;
        }
        if (attributes.isDirectory()) {
            return DIRECTORY;
        }
        return attributes.isRegularFile() ? FILE : SPECIAL;
    }

    private static boolean isBelowAFile(Path path) {
        for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.isRegularFile(parent)) {
                return true;
            }
        }
        return false;
    }
}
