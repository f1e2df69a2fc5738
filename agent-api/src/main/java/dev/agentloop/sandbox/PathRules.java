package dev.agentloop.sandbox;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The entries of a policy, compiled for {@link SandboxPolicy#decide}. The order of the rules is stated there. */
final class PathRules {
    private static final Ruling UNCOVERED = new Ruling(-1, Access.NONE, "no entry covers it", Optional.empty());

    private final Platform platform;
    private final Optional<Path> workspace;
    private final List<PathRule> paths = new ArrayList<>();
    private final List<GlobRule> globs = new ArrayList<>();
    private final List<PathRule> grants = new ArrayList<>();
    private final List<Path> writableRoots = new ArrayList<>();
    private final Set<String> protectedNames = new HashSet<>();

    PathRules(SandboxPolicy policy, Platform platform) {
        this.platform = platform;
        this.workspace = policy.workspace();
        for (Entry entry : policy.entries()) {
            add(entry, policy.privateTmp());
        }
        for (PermissionGrant grant : policy.grants()) {
            grant.path()
                    .ifPresent(path -> grants.add(new PathRule(
                            names(path), grant.access(), "the grant \"" + grant.describe() + "\"", Optional.empty())));
        }
        for (String name : policy.protectedNames()) {
            protectedNames.add(PathNames.fold(name, platform.caseSensitive()));
        }
    }

    AccessDecision decide(Path path, Access requested) {
        if (requested == Access.NONE) {
            throw new IllegalArgumentException("requested: ask for READ or WRITE");
        }
        Path full = absolute(path);
        Ruling ruling = rule(names(full));
        boolean allowed = ruling.access().covers(requested);
        String verb = requested == Access.WRITE ? "writing " : "reading ";
        String reason = verb + full + (allowed ? " is allowed by " : " is refused: ") + ruling.reason();
        return new AccessDecision(full, requested, allowed, reason, ruling.entry());
    }

    /** What may be done with a path. */
    Access access(List<String> names) {
        return rule(names).access();
    }

    /** Every place where what may be done can change, apart from globs and protected names. */
    Set<List<String>> places() {
        Set<List<String>> places = new HashSet<>(Set.of(List.of()));
        paths.forEach(rule -> places.add(rule.prefix()));
        grants.forEach(rule -> places.add(rule.prefix()));
        for (Path root : writableRoots) {
            GitDirs.of(root).forEach(gitDir -> places.add(names(gitDir)));
        }
        return places;
    }

    /** Names that stay unchanged where they lie in a writable place, as paths have them. */
    Set<String> protectedNames() {
        return protectedNames;
    }

    /** What globs allow, whatever policy they come from: equal globs of two policies decide alike. */
    Set<GlobKey> globs() {
        return globs.stream()
                .map(glob -> new GlobKey(
                        glob.anchor(), glob.entry().value(), glob.entry().access()))
                .collect(Collectors.toSet());
    }

    record GlobKey(List<String> anchor, String pattern, Access access) {}

    private Ruling rule(List<String> names) {
        Ruling named = deepest(paths, names);
        Ruling winner = named;
        for (GlobRule glob : globs) {
            Ruling found = glob.rule(names);
            if (found.depth() >= 0 && found.beats(winner)) {
                winner = found;
            }
        }
        if (winner.access() == Access.WRITE) {
            Ruling metadata = metadata(names);
            if (metadata.depth() > named.depth()) {
                winner = metadata;
            }
        }
        for (PathRule grant : grants) {
            if (grant.covers(names)
                    && grant.depth() >= winner.depth()
                    && grant.access().compareTo(winner.access()) > 0) {
                winner = granted(grant, names);
            }
        }
        return winner;
    }

    /** What a grant gives: of a protected name below the granted path no more than reading. */
    private Ruling granted(PathRule grant, List<String> names) {
        if (grant.access() == Access.WRITE) {
            Ruling metadata = metadata(names);
            if (metadata.depth() > grant.depth()) {
                return metadata;
            }
        }
        return grant.ruling();
    }

    private static Ruling deepest(List<PathRule> rules, List<String> names) {
        Ruling winner = UNCOVERED;
        for (PathRule rule : rules) {
            if (rule.covers(names) && rule.ruling().beats(winner)) {
                winner = rule.ruling();
            }
        }
        return winner;
    }

    /** The deepest protected place that covers the path, be it so by its name or as the git folder of a writable one. */
    private Ruling metadata(List<String> names) {
        Ruling winner = protectedName(names);
        if (!protectedNames.contains(".git")) {
            return winner;
        }
        for (Path root : writableRoots) {
            for (Path gitDir : GitDirs.of(root)) {
                List<String> prefix = names(gitDir);
                if (prefix.size() > winner.depth() && PathNames.startsWith(names, prefix)) {
                    String reason = "the git folder that " + root.resolve(".git") + " points to";
                    winner = new Ruling(prefix.size(), Access.READ, reason, Optional.empty());
                }
            }
        }
        return winner;
    }

    private Ruling protectedName(List<String> names) {
        for (int depth = names.size(); depth > 0; depth--) {
            if (protectedNames.contains(names.get(depth - 1))) {
                String reason = "the protected name " + names.get(depth - 1);
                return new Ruling(depth, Access.READ, reason, Optional.empty());
            }
        }
        return UNCOVERED;
    }

    private void add(Entry entry, boolean privateTmp) {
        switch (entry.kind()) {
            case GLOB ->
                globs.add(new GlobRule(
                        GlobMatcher.compile(entry.value(), platform.caseSensitive()),
                        GlobMatcher.isRelative(entry.value())
                                ? workspace.map(this::names).orElse(List.of())
                                : List.of(),
                        entry));
            case PATH -> addPath(Path.of(entry.value()), entry);
            case SPECIAL -> {
                if (entry.isFor(Entry.Special.ROOT)) {
                    paths.add(new PathRule(List.of(), entry));
                } else if (entry.isFor(Entry.Special.WORKSPACE)) {
                    workspace.ifPresent(path -> addPath(path, entry));
                } else {
                    platform.temporaryFolders().forEach(folder -> addTmp(folder, entry, privateTmp));
                }
            }
        }
    }

    private void addPath(Path path, Entry entry) {
        paths.add(new PathRule(names(path), entry));
        if (entry.access() == Access.WRITE) {
            writableRoots.add(path);
        }
    }

    private void addTmp(Path folder, Entry entry, boolean privateTmp) {
        if (privateTmp && entry.access() == Access.WRITE) {
            String reason = "commands have a private temporary folder, so files of the host's " + folder
                    + " are out of reach; use the workspace";
            paths.add(new PathRule(names(folder), Access.NONE, reason, Optional.of(entry)));
        } else {
            addPath(folder, entry);
        }
    }

    private Path absolute(Path path) {
        if (path.isAbsolute()) {
            return path.normalize();
        }
        return workspace
                .map(root -> root.resolve(path).normalize())
                .orElseThrow(() -> new InvalidPathException(
                        path.toString(), "relative, and the policy has no workspace to resolve it against"));
    }

    private List<String> names(Path path) {
        return PathNames.of(path, platform.caseSensitive());
    }

    private static String quote(Entry entry) {
        return "the entry \"" + entry.describe() + "\"";
    }

    /** What one rule says about a path, and how near to the path it says it. */
    private record Ruling(int depth, Access access, String reason, Optional<Entry> entry) {
        boolean beats(Ruling other) {
            return depth > other.depth || (depth == other.depth && access.compareTo(other.access) < 0);
        }
    }

    private record PathRule(List<String> prefix, Ruling ruling) {
        PathRule(List<String> prefix, Access access, String reason, Optional<Entry> entry) {
            this(prefix, new Ruling(prefix.size(), access, reason, entry));
        }

        PathRule(List<String> prefix, Entry entry) {
            this(prefix, entry.access(), quote(entry), Optional.of(entry));
        }

        int depth() {
            return ruling.depth();
        }

        Access access() {
            return ruling.access();
        }

        boolean covers(List<String> names) {
            return PathNames.startsWith(names, prefix);
        }
    }

    private record GlobRule(GlobMatcher matcher, List<String> anchor, Entry entry) {
        Ruling rule(List<String> names) {
            if (!PathNames.startsWith(names, anchor)) {
                return UNCOVERED;
            }
            int matched = matcher.matchedDepth(names.subList(anchor.size(), names.size()));
            return matched < 0
                    ? UNCOVERED
                    : new Ruling(anchor.size() + matched, entry.access(), quote(entry), Optional.of(entry));
        }
    }
}
