package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes the rules about files. A policy lets the nearest entry win; in a profile the last rule wins. So each folder of the
 * policy becomes a group of rules that settles everything below it, folders nearer to the root first, and each group repeats
 * what globs and protected names still say deeper down. Grants follow the folders of their depth.
 */
final class FileRules {
    private static final Comparator<Path> OUTERMOST_FIRST =
            Comparator.comparingInt(Path::getNameCount).thenComparing(Path::toString);
    private static final List<Access> HIGHEST_FIRST = List.of(Access.WRITE, Access.READ, Access.NONE);
    private static final Path ROOT = Path.of("/");
    private static final List<Operation> WRITE = List.of(Operation.FILE_WRITE);

    private final SandboxPolicy policy;
    private final HostPaths host;
    private final PlacedEntries placed;
    private final List<PermissionGrant> granted;
    private final List<Operation> read;
    private final List<Rule> rules = new ArrayList<>();

    private FileRules(SandboxPolicy policy, HostPaths host, PlacedEntries placed) {
        this.policy = policy;
        this.host = host;
        this.placed = placed;
        this.granted = policy.grants().stream()
                .filter(grant -> grant.path().isPresent())
                .sorted(Comparator.comparing(this::path, OUTERMOST_FIRST))
                .toList();
        this.read = policy.executables().isEmpty()
                ? List.of(Operation.FILE_READ, Operation.FILE_MAP_EXECUTABLE, Operation.PROCESS_EXEC)
                : List.of(Operation.FILE_READ, Operation.FILE_MAP_EXECUTABLE);
    }

    static List<Rule> of(SandboxPolicy policy, HostPaths host, PlacedEntries placed) {
        FileRules files = new FileRules(policy, host, placed);
        files.entriesAndGrants();
        files.executables();
        files.passages();
        files.pins();
        return files.rules;
    }

    private void entriesAndGrants() {
        List<Path> folders =
                placed.folders().keySet().stream().sorted(OUTERMOST_FIRST).toList();
        if (!placed.folders().containsKey(ROOT)) {
            deeper(ROOT, here(ROOT, access -> true));
        }
        int next = 0;
        for (Path folder : folders) {
            while (next < granted.size() && path(granted.get(next)).getNameCount() < folder.getNameCount()) {
                grant(granted.get(next++));
            }
            entry(folder, Objects.requireNonNull(placed.folders().get(folder)));
        }
        granted.subList(next, granted.size()).forEach(this::grant);
    }

    private void entry(Path folder, Access access) {
        set(access, below(folder, false), below(folder, true));
        here(folder, lower -> lower.compareTo(access) < 0);
        deeper(folder, access == Access.WRITE);
    }

    /** Globs that match the folder itself; between them and an entry for it the lower access wins. */
    private boolean here(Path folder, Predicate<Access> wins) {
        boolean writable = false;
        for (Access access : HIGHEST_FIRST) {
            List<Filter> matches = placed.globs().stream()
                    .filter(glob -> glob.access() == access && wins.test(access))
                    .filter(glob -> glob.below(folder, quote(folder)).exact())
                    .map(glob -> Filter.regex("^" + quote(folder) + glob.tail()))
                    .toList();
            if (!matches.isEmpty()) {
                set(access, matches, matches);
                writable |= access == Access.WRITE;
            }
        }
        return writable;
    }

    private void grant(PermissionGrant grant) {
        Path path = path(grant);
        Access access = grant.access();
        rules.add(Rule.allow(read, List.of(below(path, false))));
        if (access == Access.WRITE) {
            rules.add(Rule.allow(WRITE, List.of(below(path, false))));
        } else if (!policy.decide(grant.path().orElseThrow(), Access.WRITE).allowed()) {
            rules.add(Rule.deny(WRITE, List.of(below(path, true))));
        }
        deeper(path, access == Access.WRITE);
    }

    /** What globs and protected names say below a folder whose own access is settled. */
    private void deeper(Path folder, boolean writable) {
        String quoted = quote(folder);
        boolean mayWrite = writable;
        for (Access access : HIGHEST_FIRST) {
            List<Filter> matches = new ArrayList<>();
            for (GlobRule glob : placed.globs()) {
                if (glob.access() == access) {
                    glob.below(folder, quoted).deeper().forEach(match -> matches.add(Filter.regex(match)));
                }
            }
            if (!matches.isEmpty()) {
                set(access, matches, matches);
                mayWrite |= access == Access.WRITE;
            }
        }
        if (mayWrite) {
            protect(folder, quoted);
        }
    }

    private void protect(Path folder, String quoted) {
        List<Filter> names = new ArrayList<>();
        if (!policy.protectedNames().isEmpty()) {
            String any = new TreeSet<>(policy.protectedNames())
                    .stream()
                            .map(name -> SeatbeltRegex.quote(name, host.caseSensitive()))
                            .collect(Collectors.joining("|", "(", ")"));
            names.add(Filter.regex("^" + quoted + "(/[^/]+)*/" + any + "(/|$)"));
        }
        placed.gitDirs().stream()
                .filter(gitDir -> gitDir.startsWith(folder) && !gitDir.equals(folder))
                .forEach(gitDir -> names.add(below(gitDir, true)));
        if (!names.isEmpty()) {
            rules.add(Rule.deny(WRITE, names));
        }
    }

    private void executables() {
        if (!policy.executables().isEmpty()) {
            List<Filter> programs = new TreeSet<>(policy.executables())
                    .stream()
                            .map(host::real)
                            .map(path -> Filter.literal(path.toString()))
                            .toList();
            rules.add(Rule.allow(List.of(Operation.PROCESS_EXEC), programs));
        }
    }

    /** Who may use a folder may look up the folders above it, though not list them. */
    private void passages() {
        Set<Path> above = new TreeSet<>(OUTERMOST_FIRST);
        placed.folders().forEach((folder, access) -> {
            if (access != Access.NONE) {
                above.addAll(ancestors(folder));
            }
        });
        granted.forEach(grant -> above.addAll(ancestors(path(grant))));
        above.removeIf(path -> placed.accessAt(path) != Access.NONE);
        if (!above.isEmpty()) {
            rules.add(Rule.allow(List.of(Operation.FILE_READ_METADATA), literals(above)));
        }
    }

    /**
     * A rule names a path, so a folder moved away would take what it holds out of the rule. Writable roots and every folder
     * above a narrower entry keep their names. No file may get a set-user-id bit.
     */
    private void pins() {
        Set<Path> pinned = new TreeSet<>(OUTERMOST_FIRST);
        List<Filter> passages = new ArrayList<>();
        placed.folders().forEach((folder, access) -> {
            pinned.addAll(ancestors(folder));
            if (access == Access.WRITE) {
                pinned.add(folder);
            }
        });
        placed.gitDirs().forEach(gitDir -> pinned.addAll(ancestors(gitDir)));
        for (GlobRule glob : placed.globs()) {
            if (glob.access() != Access.WRITE) {
                glob.passages().forEach(expression -> passages.add(Filter.regex(expression)));
                placed.workspace().filter(root -> glob.anchored() > 0).ifPresent(root -> {
                    pinned.add(root);
                    pinned.addAll(ancestors(root));
                });
            }
        }
        pinned.removeIf(path -> path.getNameCount() == 0 || !insideWritable(path));
        List<Filter> filters = new ArrayList<>(literals(pinned));
        filters.addAll(passages);
        if (!filters.isEmpty()) {
            rules.add(Rule.deny(List.of(Operation.FILE_WRITE_UNLINK), filters));
        }
        rules.add(Rule.deny(List.of(Operation.FILE_WRITE_SETUGID), List.of()));
    }

    private boolean insideWritable(Path path) {
        return placed.insideWritable(path)
                || granted.stream().anyMatch(grant -> grant.access() == Access.WRITE && path.startsWith(path(grant)));
    }

    private void set(Access access, Filter allowing, Filter denying) {
        set(access, List.of(allowing), List.of(denying));
    }

    private void set(Access access, List<Filter> allowing, List<Filter> denying) {
        List<Operation> both = new ArrayList<>(read);
        both.addAll(WRITE);
        switch (access) {
            case NONE -> rules.add(Rule.deny(both, denying));
            case READ -> {
                rules.add(Rule.allow(read, allowing));
                rules.add(Rule.deny(WRITE, denying));
            }
            case WRITE -> rules.add(Rule.allow(both, allowing));
        }
    }

    /** A folder that is denied is denied under every spelling, one that is allowed only under its real name. */
    private Filter below(Path folder, boolean denying) {
        boolean exact = !denying || host.caseSensitive() || folder.getNameCount() == 0;
        return exact
                ? Filter.subpath(folder.toString())
                : Filter.regex("^" + SeatbeltRegex.quote(folder.toString(), false) + "(/|$)");
    }

    /** A folder as the beginning of an expression, under its real name: under another nothing was allowed. */
    private static String quote(Path folder) {
        return folder.getNameCount() == 0 ? "" : SeatbeltRegex.quote(folder.toString(), true);
    }

    /** Only of grants that have a path. */
    private Path path(PermissionGrant grant) {
        return host.real(grant.path().orElseThrow());
    }

    private static List<Filter> literals(Collection<Path> paths) {
        return paths.stream().map(path -> Filter.literal(path.toString())).toList();
    }

    private static Set<Path> ancestors(Path path) {
        Set<Path> found = new TreeSet<>();
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            found.add(above);
        }
        return found;
    }
}
