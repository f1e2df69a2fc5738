package dev.agentloop.tools.patch;

import dev.agentloop.tools.files.PathKind;
import dev.agentloop.tools.files.RealDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The change of one path in four movements: {@link #stage} writes the new content beside the target, {@link #commit}
 * only renames, {@link #undo} takes back what commit did, {@link #close} removes what is left over.
 */
final class FileStep {

    private final WorkingTree.Change change;
    private final boolean undoable;
    private final Path name;
    private final Deque<Path> madeDirectories = new ArrayDeque<>();

    private @Nullable RealDirectory staging;
    private @Nullable Path staged;
    private @Nullable RealDirectory parent;
    private @Nullable Path backup;
    private boolean placed;

    /** @param undoable whether commit must keep the old file until the whole patch is done */
    FileStep(WorkingTree.Change change, boolean undoable) {
        this.change = change;
        this.undoable = undoable;
        this.name = change.path().getFileName();
    }

    Path path() {
        return change.path();
    }

    boolean removes() {
        return !change.after().exists();
    }

    /** The folder a file stands in; only the root of a file system has none, and that is no file. */
    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "file");
    }

    /** @throws FileSystemException when the path no longer is what the plan was made for */
    void requireUnchanged() throws IOException {
        if (!FileVersion.read(path()).sameContent(change.before())) {
            throw new FileSystemException(path().toString(), null, "has changed since the patch was prepared");
        }
        if (change.before().kind() == PathKind.FILE && !removes() && !Files.isWritable(path())) {
            throw new FileSystemException(path().toString(), null, "is read-only");
        }
    }

    void stage() throws IOException {
        if (removes()) {
            return;
        }
        staging = RealDirectory.open(nearestDirectory(path()));
        Path temporary = temporaryName();
        try (SeekableByteChannel channel =
                staging.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            staged = temporary;
            ByteBuffer content = ByteBuffer.wrap(change.after().bytes().orElseThrow());
            while (content.hasRemaining()) {
                channel.write(content);
            }
        }
        if (change.after().mode().isPresent()) {
            change.after().mode().get().applyTo(staging, temporary);
        }
    }

    void commit() throws IOException {
        makeDirectories();
        parent = RealDirectory.open(folderOf(path()));
        if (change.before().exists() && (undoable || removes())) {
            setAside(parent);
        }
        if (staging != null && staged != null) {
            staging.move(staged, parent, name);
            staged = null;
            placed = true;
        }
    }

    /** A second link keeps the old file without a moment in which it is missing; where links fail it is renamed. */
    private void setAside(RealDirectory directory) throws IOException {
        Path aside = temporaryName();
        if (!removes() && change.before().kind() == PathKind.FILE) {
            try {
                Files.createLink(path().resolveSibling(aside), path());
                backup = aside;
                return;
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException noHardLinks) {
                // Renamed below.
            }
        }
        directory.move(name, directory, aside);
        backup = aside;
    }

    void undo() throws IOException {
        if (parent != null && backup != null) {
            parent.move(backup, parent, name);
            backup = null;
        } else if (parent != null && placed) {
            parent.delete(name);
        }
        placed = false;
        while (!madeDirectories.isEmpty()) {
            Files.delete(madeDirectories.pop());
        }
    }

    /** Removes temporary files and closes directories; every part is tried, the first failure is thrown. */
    void close() throws IOException {
        List<IOException> failures = new ArrayList<>();
        if (staging != null && staged != null) {
            delete(staging, staged, failures);
        }
        if (parent != null && backup != null) {
            delete(parent, backup, failures);
        }
        for (RealDirectory directory : new @Nullable RealDirectory[] {staging, parent}) {
            if (directory != null) {
                directory.close();
            }
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static void delete(RealDirectory directory, Path leftOver, List<IOException> failures) {
        try {
            directory.delete(leftOver);
        } catch (IOException e) {
            failures.add(e);
        }
    }

    private void makeDirectories() throws IOException {
        if (removes()) {
            return;
        }
        Path directory = nearestDirectory(path());
        for (Path next : directory.relativize(folderOf(path()))) {
            if (!next.toString().isEmpty()) {
                directory = directory.resolve(next);
                Files.createDirectory(directory);
                madeDirectories.push(directory);
            }
        }
    }

    private static Path nearestDirectory(Path path) throws IOException {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
                return above;
            }
        }
        throw new FileSystemException(path.toString(), null, "has no directory to stand in");
    }

    private Path temporaryName() {
        return path().getFileSystem().getPath(".agentloop-" + UUID.randomUUID() + ".tmp");
    }
}
