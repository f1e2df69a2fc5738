package dev.agentloop.runtime.context;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the project around a folder, by names: links in the path are not resolved. */
public final class ProjectFolders {
    private ProjectFolders() {}

    /** The nearest folder at or above this one that holds a marker; the folder itself when there is none. */
    public static Path root(Path folder, List<String> markers) {
        for (Path candidate = folder; candidate != null; candidate = candidate.getParent()) {
            if (holdsOne(candidate, markers)) {
                return candidate;
            }
        }
        return folder;
    }

    /** The folders from the root of the project down to this one. */
    public static List<Path> downTo(Path folder, List<String> markers) {
        Path root = root(folder, markers);
        List<Path> folders = new ArrayList<>();
        for (Path each = folder; each != null && each.startsWith(root); each = each.getParent()) {
            folders.add(each);
        }
        Collections.reverse(folders);
        return folders;
    }

    private static boolean holdsOne(Path folder, List<String> markers) {
        return markers.stream()
                .filter(PlainName::isPlain)
                .anyMatch(marker -> Files.exists(folder.resolve(marker), LinkOption.NOFOLLOW_LINKS));
    }
}
