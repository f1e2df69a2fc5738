package dev.agentloop.tools.patch;

import dev.agentloop.tools.files.BoundedReader;
import dev.agentloop.tools.files.PathKind;
import dev.agentloop.tools.files.RealDirectory;
import dev.agentloop.tools.files.TextEncoding;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands at one path at one time: nothing, a regular file with its bytes and mode, or a link. */
final class FileVersion {

    /** Larger files are not edited: the text, its lines and the result would take several times the size. */
    static final int MAX_BYTES = 32 << 20;

    static final FileVersion MISSING = new FileVersion(PathKind.MISSING, null, Optional.empty(), null);

    private final PathKind kind;
    private final byte @Nullable [] bytes;
    private final Optional<FileMode> mode;
    private final @Nullable Path linkTarget;

    private FileVersion(PathKind kind, byte @Nullable [] bytes, Optional<FileMode> mode, @Nullable Path linkTarget) {
        this.kind = kind;
        this.bytes = bytes;
        this.mode = mode;
        this.linkTarget = linkTarget;
    }

    /** A version to be written; without a mode it gets the default of new files. */
    static FileVersion ofFile(byte[] bytes, Optional<FileMode> mode) {
        return new FileVersion(PathKind.FILE, bytes, mode, null);
    }

    /** What is on the disk now. */
    static FileVersion read(Path path) throws IOException {
        PathKind kind = PathKind.of(path);
        return switch (kind) {
            case MISSING -> MISSING;
            case LINK -> new FileVersion(kind, null, Optional.empty(), Files.readSymbolicLink(path));
            case FILE -> readFile(path);
            case DIRECTORY -> throw new FileSystemException(path.toString(), null, "is a directory");
            case SPECIAL -> throw new FileSystemException(path.toString(), null, "is not a regular file");
        };
    }

    private static FileVersion readFile(Path path) throws IOException {
        long size = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .size();
        byte @Nullable [] bytes = size > MAX_BYTES ? null : BoundedReader.read(path, MAX_BYTES);
        try (RealDirectory directory = RealDirectory.open(FileStep.folderOf(path))) {
            return new FileVersion(PathKind.FILE, bytes, FileMode.of(directory, path.getFileName()), null);
        }
    }

    PathKind kind() {
        return kind;
    }

    boolean exists() {
        return kind != PathKind.MISSING;
    }

    /** The content of a file; empty for anything else and for a file above {@link #MAX_BYTES}. */
    Optional<byte[]> bytes() {
        return Optional.ofNullable(bytes);
    }

    Optional<FileMode> mode() {
        return mode;
    }

    Optional<Path> linkTarget() {
        return Optional.ofNullable(linkTarget);
    }

    /** The content as text; empty when there is no content or it is binary. */
    Optional<TextEncoding.Decoded> text() {
        return bytes().flatMap(TextEncoding::decode);
    }

    boolean sameContent(FileVersion other) {
        return kind == other.kind
                && Arrays.equals(bytes, other.bytes)
                && linkTarget().equals(other.linkTarget());
    }

    boolean sameAs(FileVersion other) {
        return sameContent(other) && mode.equals(other.mode);
    }
}
