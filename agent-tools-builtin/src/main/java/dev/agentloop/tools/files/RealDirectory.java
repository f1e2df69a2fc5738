package dev.agentloop.tools.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttributeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An open directory. On Linux and macOS it was reached from the root one name at a time without following a link, and
 * everything done through it stays in it, even when somebody replaces a directory on the way by a link meanwhile.
 * Where there are no such handles, the path is compared with the real one at opening, which leaves a short gap.
 */
public final class RealDirectory implements Closeable {

    private final Path path;
    private final @Nullable SecureDirectoryStream<Path> handle;

    private RealDirectory(Path path, @Nullable SecureDirectoryStream<Path> handle) {
        this.path = path;
        this.handle = handle;
    }

    /**
     * Opens an existing directory.
     *
     * @param realPath absolute and free of links, as {@link RealPaths} gives it
     * @throws IOException when it is missing, or has become something else
     */
    public static RealDirectory open(Path realPath) throws IOException {
        Path root = realPath.getRoot();
        if (root == null) {
            throw new IllegalArgumentException("realPath: " + realPath + " is not absolute");
        }
        try {
            return new RealDirectory(realPath, walk(root, realPath));
        } catch (AccessDeniedException e) {
            // A directory on the way may be passed but not listed, so it cannot be opened as a handle.
            return byPath(realPath);
        }
    }

    private static @Nullable SecureDirectoryStream<Path> walk(Path root, Path realPath) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (!(stream instanceof SecureDirectoryStream<Path> secure)) {
            stream.close();
            requireReal(realPath);
            return null;
        }
        for (Path name : realPath) {
            try (SecureDirectoryStream<Path> parent = secure) {
                secure = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return secure;
    }

    private static RealDirectory byPath(Path realPath) throws IOException {
        requireReal(realPath);
        return new RealDirectory(realPath, null);
    }

    private static void requireReal(Path realPath) throws IOException {
        if (!realPath.toRealPath().equals(realPath)) {
            throw new FileSystemException(realPath.toString(), null, "a directory on the way has become a link");
        }
    }

    /** Opens a file of this directory; a link is refused. */
    public SeekableByteChannel open(Path name, StandardOpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return handle != null ? handle.newByteChannel(name, all) : Files.newByteChannel(path.resolve(name), all);
    }

    /** What stands at a name. */
    public PathKind kind(Path name) throws IOException {
        try {
            return PathKind.of(view(name, BasicFileAttributeView.class).readAttributes());
        } catch (NoSuchFileException e) {
            return PathKind.MISSING;
        }
    }

    /** Attributes of a name, a link not followed. */
    public <V extends FileAttributeView> V view(Path name, Class<V> type) throws IOException {
        @Nullable
        V view = handle != null
                ? handle.getFileAttributeView(name, type, LinkOption.NOFOLLOW_LINKS)
                : Files.getFileAttributeView(path.resolve(name), type, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw new FileSystemException(path.resolve(name).toString(), null, "no " + type.getSimpleName() + " here");
        }
        return view;
    }

    /** Renames in one step, replacing what stands at the target. */
    public void move(Path name, RealDirectory to, Path newName) throws IOException {
        if (handle != null && to.handle != null) {
            handle.move(name, to.handle, newName);
        } else {
            Files.move(path.resolve(name), to.path.resolve(newName), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Removes a file or a link. */
    public void delete(Path name) throws IOException {
        if (handle != null) {
            handle.deleteFile(name);
        } else {
            Files.delete(path.resolve(name));
        }
    }

    /** The names in this directory, sorted; may be called once. */
    public List<Path> names() throws IOException {
        List<Path> names = new ArrayList<>();
        if (handle != null) {
            handle.forEach(entry -> names.add(entry.getFileName()));
        } else {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                entries.forEach(entry -> names.add(entry.getFileName()));
            }
        }
        names.sort(Comparator.comparing(Path::toString));
        return names;
    }

    /** Whether files have POSIX permissions here. */
    public boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    @Override
    public void close() throws IOException {
        if (handle != null) {
            handle.close();
        }
    }
}
