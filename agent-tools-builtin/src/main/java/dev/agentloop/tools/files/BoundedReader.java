package dev.agentloop.tools.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Reads whole files up to a size that a tool can hold in memory. */
public final class BoundedReader {

    private BoundedReader() {}

    /**
     * Reads a regular file.
     *
     * @param realPath absolute and free of links
     * @throws IOException when it is missing, no regular file, or larger than {@code maxBytes}
     */
    public static byte[] read(Path realPath, int maxBytes) throws IOException {
        Path parent = realPath.getParent();
        Path name = realPath.getFileName();
        if (parent == null || name == null) {
            throw new FileSystemException(realPath.toString(), null, "is a directory");
        }
        try (RealDirectory directory = RealDirectory.open(parent)) {
            return read(directory, name, maxBytes);
        }
    }

    /** Reads a regular file of an open directory. @throws IOException as {@link #read(Path, int)} */
    public static byte[] read(RealDirectory directory, Path name, int maxBytes) throws IOException {
        if (directory.kind(name) != PathKind.FILE) {
            throw new FileSystemException(name.toString(), null, "is not a regular file");
        }
        try (SeekableByteChannel channel = directory.open(name, StandardOpenOption.READ)) {
            return readAll(channel, name, maxBytes);
        }
    }

    private static byte[] readAll(SeekableByteChannel channel, Path path, int maxBytes) throws IOException {
        long size = channel.size();
        if (size > maxBytes) {
            throw new FileSystemException(
                    path.toString(), null, "has " + size + " bytes, more than the limit of " + maxBytes);
        }
        ByteBuffer buffer = ByteBuffer.allocate((int) size);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
