package dev.agentloop.tools.patch;

import dev.agentloop.tools.files.PathKind;
import dev.agentloop.tools.files.RealPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files as they will be: the disk with the operations planned so far laid over it. Later operations of a patch see
 * the result of earlier ones; the disk is only read. Keys are real paths.
 */
final class WorkingTree {

    /** The net effect on one path. */
    record Change(Path path, FileVersion before, FileVersion after) {}

    private final Path directory;
    private final Map<Path, FileVersion> onDisk = new LinkedHashMap<>();
    private final Map<Path, FileVersion> planned = new LinkedHashMap<>();

    WorkingTree(Path directory) {
        this.directory = directory;
    }

    /** Where the content named by a path of the patch is. */
    Path fileOf(String path) throws IOException {
        return RealPaths.resolve(directory, path, RealPaths.LastLink.FOLLOW, this::kind);
    }

    /** The directory entry named by a path of the patch: the link itself when it is one. */
    Path entryOf(String path) throws IOException {
        return RealPaths.resolve(directory, path, RealPaths.LastLink.KEEP, this::kind);
    }

    PathKind kind(Path path) throws IOException {
        FileVersion version = planned.get(path);
        if (version != null && version.exists()) {
            return version.kind();
        }
        if (holdsPlannedFile(path)) {
            return PathKind.DIRECTORY;
        }
        return version != null ? PathKind.MISSING : PathKind.of(path);
    }

    private boolean holdsPlannedFile(Path path) {
        return planned.entrySet().stream()
                .anyMatch(entry -> entry.getValue().exists() && entry.getKey().startsWith(path));
    }

    FileVersion version(Path path) throws IOException {
        FileVersion version = planned.get(path);
        return version != null ? version : onDisk(path);
    }

    void put(Path path, FileVersion version) throws IOException {
        onDisk(path);
        planned.put(path, version);
    }

    private FileVersion onDisk(Path path) throws IOException {
        FileVersion version = onDisk.get(path);
        if (version == null) {
            version = FileVersion.read(path);
            onDisk.put(path, version);
        }
        return version;
    }

    /** What has to be written, without paths that end as they are. */
    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        planned.forEach((path, after) -> {
            FileVersion before = onDisk.getOrDefault(path, FileVersion.MISSING);
            if (!before.sameAs(after)) {
                changes.add(new Change(path, before, after));
            }
        });
        return changes;
    }
}
