package dev.agentloop.sandbox.linux;

import dev.agentloop.SandboxUnavailableException;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What of the host a policy shows, and how, from the root to the leaves. Made once when a session opens: paths are real, links
 * followed, protected names searched.
 *
 * @param root what may be done with everything that no step names
 * @param steps sorted so that a folder comes before what lies in it
 * @param metadataGap why a protected name may be missed; empty when none is
 */
record MountPlan(Access root, List<Step> steps, Optional<String> metadataGap) {
    private static final List<Path> TEMPORARY_FOLDERS = List.of(Path.of("/tmp"), Path.of("/var/tmp"));

    /** How one path is shown. */
    enum Kind {
        HIDDEN,
        READ_ONLY,
        WRITABLE,
        /** An empty folder of the command's own. */
        PRIVATE,
        /** A writable folder around something that is not, mounted on itself so that it cannot be renamed or removed. */
        PINNED,
        /** A protected name directly in a writable folder, there or not. */
        PROTECTED
    }

    /**
     * One path and how it is shown.
     *
     * @param path where it is seen
     * @param source what of the host is seen
     */
    record Step(Path path, Path source, Kind kind) {}

    MountPlan {
        steps = List.copyOf(steps);
    }

    /**
     * Reads the file system.
     *
     * @throws SandboxUnavailableException if a writable folder does not exist
     */
    static MountPlan of(SandboxPolicy policy) {
        return new Builder(policy).build();
    }

    private static final class Builder {
        private final SandboxPolicy policy;
        private final Map<Path, Step> steps =
                new TreeMap<>(Comparator.comparingInt(Path::getNameCount).thenComparing(Path::toString));
        private Access root = Access.NONE;

        Builder(SandboxPolicy policy) {
            this.policy = policy;
        }

        MountPlan build() {
            policy.entries().stream()
                    .filter(entry -> entry.isFor(Entry.Special.ROOT))
                    .map(Entry::access)
                    .min(Comparator.naturalOrder())
                    .ifPresent(access -> root = access);
            policy.entries().forEach(this::add);
            policy.grants().forEach(this::add);
            GlobScan.of(policy).forEach(this::put);
            MetadataScan metadata = protect();
            pin();
            return new MountPlan(root, withoutRepetition(), metadata.gap());
        }

        private void add(Entry entry) {
            if (entry.kind() == Entry.Kind.PATH) {
                put(Path.of(entry.value()), entry.access());
            } else if (entry.isFor(Entry.Special.WORKSPACE)) {
                policy.workspace().ifPresent(path -> put(path, entry.access()));
            } else if (entry.isFor(Entry.Special.TMP)) {
                boolean own = policy.privateTmp() && entry.access() == Access.WRITE;
                for (Path folder : TEMPORARY_FOLDERS) {
                    if (!own) {
                        put(folder, entry.access());
                    } else if (Files.isDirectory(folder)) {
                        steps.put(folder, new Step(folder, folder, Kind.PRIVATE));
                    }
                }
            }
        }

        private void add(PermissionGrant grant) {
            grant.path().flatMap(RealPaths::of).ifPresent(real -> {
                Kind kind = grant.access() == Access.WRITE ? Kind.WRITABLE : Kind.READ_ONLY;
                steps.merge(
                        real,
                        new Step(real, real, kind),
                        (old, granted) -> old.kind().compareTo(kind) > 0 && old.kind() != Kind.PRIVATE ? old : granted);
            });
        }

        private void put(Path path, Access access) {
            Optional<Path> real = RealPaths.of(path);
            if (real.isEmpty()) {
                if (access == Access.WRITE) {
                    throw new SandboxUnavailableException(
                            "The writable path " + path + " of the sandbox policy does not exist; create it first",
                            Set.of(),
                            List.of());
                }
                return;
            }
            Kind kind = switch (access) {
                case NONE -> Kind.HIDDEN;
                case READ -> Kind.READ_ONLY;
                case WRITE -> Kind.WRITABLE;
            };
            put(real.get(), real.get(), kind);
            if (root == Access.NONE && !path.equals(real.get())) {
                put(path, real.get(), kind);
            }
        }

        private void put(Path path, Path source, Kind kind) {
            steps.merge(
                    path,
                    new Step(path, source, kind),
                    (old, added) -> old.kind() != Kind.PRIVATE && old.kind().compareTo(kind) < 0 ? old : added);
        }

        /** Protected names that exist anywhere below, and all those directly in a writable folder. */
        private MetadataScan protect() {
            MetadataScan scan = new MetadataScan();
            List<Step> roots = steps.values().stream()
                    .filter(step -> step.kind() == Kind.WRITABLE && Files.isDirectory(step.source()))
                    .toList();
            for (Step step : roots) {
                scan.add(step.source(), policy.protectedNames());
                policy.protectedNames().stream()
                        .map(step.source()::resolve)
                        .filter(this::isProtected)
                        .filter(path -> !Files.isSymbolicLink(path))
                        .forEach(path -> steps.putIfAbsent(path, new Step(path, path, Kind.PROTECTED)));
            }
            scan.found().stream()
                    .filter(this::isProtected)
                    .forEach(path -> steps.putIfAbsent(path, new Step(path, path, Kind.READ_ONLY)));
            return scan;
        }

        /**
         * A mount moves with the folder around it. The next command would find what it covered at a path that no mount
         * covers, so no such folder may move.
         */
        private void pin() {
            for (Step step : List.copyOf(steps.values())) {
                if (step.kind() != Kind.HIDDEN && step.kind() != Kind.READ_ONLY) {
                    continue;
                }
                Path folder = step.path().getParent();
                while (folder != null && folder.getNameCount() > 0 && !steps.containsKey(folder)) {
                    folder = folder.getParent();
                }
                Path nearest = folder == null ? Path.of("/") : folder;
                Step above = nearest.getNameCount() == 0 ? null : steps.get(nearest);
                Kind around = above == null ? kindOfRoot() : above.kind();
                if (around == Kind.WRITABLE || around == Kind.PINNED) {
                    pinBetween(nearest, step.path());
                }
            }
        }

        private void pinBetween(Path writable, Path path) {
            for (Path folder = path.getParent();
                    folder != null && !folder.equals(writable);
                    folder = folder.getParent()) {
                steps.put(folder, new Step(folder, folder, Kind.PINNED));
            }
        }

        private boolean isProtected(Path path) {
            return !policy.decide(path, Access.WRITE).allowed();
        }

        /** A path that is shown like the folder it lies in needs no step of its own. */
        private List<Step> withoutRepetition() {
            List<Step> kept = new ArrayList<>();
            for (Step step : steps.values()) {
                Kind above = kept.stream()
                        .filter(other -> step.path().startsWith(other.path()))
                        .max(Comparator.comparingInt(other -> other.path().getNameCount()))
                        .map(other -> other.kind() == Kind.PINNED ? Kind.WRITABLE : other.kind())
                        .orElse(kindOfRoot());
                boolean needed = step.kind() == Kind.PROTECTED
                        || above != step.kind()
                        || !step.path().equals(step.source());
                if (needed) {
                    kept.add(step);
                }
            }
            return kept;
        }

        private Kind kindOfRoot() {
            return switch (root) {
                case NONE -> Kind.PRIVATE;
                case READ -> Kind.READ_ONLY;
                case WRITE -> Kind.WRITABLE;
            };
        }
    }
}
