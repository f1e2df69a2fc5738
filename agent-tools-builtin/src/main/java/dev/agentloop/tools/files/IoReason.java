package dev.agentloop.tools.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in a few words why an access failed; the caller names the file. */
public final class IoReason {

    private IoReason() {}

    public static String of(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "cannot be accessed: permission denied";
        }
        if (e instanceof FileSystemLoopException) {
            return "leads through a circle of links";
        }
        if (e instanceof NotDirectoryException notDirectory) {
            return "is not there: " + notDirectory.getFile() + " is not a directory";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "exists already";
        }
        if (e instanceof FileSystemException failed && failed.getReason() != null) {
            return failed.getReason();
        }
        return "cannot be accessed: " + e;
    }
}
