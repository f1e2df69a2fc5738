package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The entries of a policy where they lie on this machine.
 *
 * @param folders real paths and their access; of two entries for one folder the lower
 * @param globs one for each alternative
 * @param gitDirs folders outside the usual place that belong to writable work trees
 * @param workspace the real path of the workspace
 */
record PlacedEntries(Map<Path, Access> folders, List<GlobRule> globs, List<Path> gitDirs, Optional<Path> workspace) {
    PlacedEntries {
        folders = Collections.unmodifiableMap(new TreeMap<>(folders));
        globs = List.copyOf(globs);
        gitDirs = List.copyOf(gitDirs);
    }

    /**
     * Places the entries.
     *
     * @param privateTmp the session's own folder for temporary files, where the policy asks for one
     */
    static PlacedEntries of(SandboxPolicy policy, HostPaths host, Optional<Path> privateTmp) {
        Optional<Path> workspace = policy.workspace().map(host::real);
        List<String> anchor = new ArrayList<>();
        workspace.ifPresent(root -> root.forEach(name -> anchor.add(name.toString())));
        Map<Path, Access> folders = new TreeMap<>();
        List<GlobRule> globs = new ArrayList<>();
        List<Path> gitDirs = new ArrayList<>();
        List<Entry> sorted = policy.entries().stream()
                .sorted(Comparator.comparing(Entry::describe))
                .toList();
        for (Entry entry : sorted) {
            if (entry.kind() == Entry.Kind.GLOB) {
                globs.addAll(GlobRule.of(entry, anchor, host.caseSensitive()));
                continue;
            }
            boolean own = entry.isFor(Entry.Special.TMP) && policy.privateTmp() && entry.access() == Access.WRITE;
            for (Path path : paths(entry, policy, host)) {
                Access access = own ? Access.NONE : entry.access();
                folders.merge(host.real(path), access, (one, other) -> one.compareTo(other) < 0 ? one : other);
                if (access == Access.WRITE && policy.protectedNames().contains(".git")) {
                    gitDirs.addAll(host.gitDirs(path));
                }
            }
            if (own) {
                privateTmp.ifPresent(folder -> folders.put(host.real(folder), Access.WRITE));
            }
        }
        return new PlacedEntries(
                folders, globs, gitDirs.stream().distinct().sorted().toList(), workspace);
    }

    /** The access that the nearest folder gives; globs and names left aside. */
    Access accessAt(Path path) {
        for (Path above = path; above != null; above = above.getParent()) {
            Access access = folders.get(above);
            if (access != null) {
                return access;
            }
        }
        return Access.NONE;
    }

    /** Tells whether some folder at or above a path is writable. */
    boolean insideWritable(Path path) {
        return folders.entrySet().stream()
                .anyMatch(entry -> entry.getValue() == Access.WRITE && path.startsWith(entry.getKey()));
    }

    private static List<Path> paths(Entry entry, SandboxPolicy policy, HostPaths host) {
        if (entry.kind() == Entry.Kind.PATH) {
            return List.of(Path.of(entry.value()));
        }
        if (entry.isFor(Entry.Special.ROOT)) {
            return List.of(Path.of("/"));
        }
        return entry.isFor(Entry.Special.TMP)
                ? host.temporaryFolders()
                : policy.workspace().stream().toList();
    }
}
