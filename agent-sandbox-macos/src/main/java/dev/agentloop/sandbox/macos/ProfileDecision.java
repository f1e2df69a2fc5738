package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.Access;
import java.nio.file.Path;
import java.util.List;

/**
 * Says what macOS would answer under a profile, on any system: of the rules that are about an operation and a path the last
 * one decides, and without one it is denied. Paths are real paths, as the kernel sees them.
 */
final class ProfileDecision {
    private final Profile profile;

    ProfileDecision(Profile profile) {
        this.profile = profile;
    }

    /**
     * Decides in the words of a policy. Reading means the content or the listing; writing means creating and changing.
     * Deleting and renaming are stricter for some folders: ask {@link #allows} for {@link Operation#FILE_WRITE_UNLINK}.
     */
    boolean allows(Access access, Path path) {
        return switch (access) {
            case NONE -> throw new IllegalArgumentException("access: ask for READ or WRITE");
            case READ -> allows(Operation.FILE_READ_DATA, path);
            case WRITE -> allows(Operation.FILE_WRITE_CREATE, path) && allows(Operation.FILE_WRITE_DATA, path);
        };
    }

    /** Decides about one operation on a path. */
    boolean allows(Operation operation, Path path) {
        String name = path.toString();
        List<Rule> rules = profile.rules();
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            boolean about = rule.operations().stream().anyMatch(candidate -> candidate.covers(operation));
            if (about && matches(rule, name)) {
                return rule.allow();
            }
        }
        return false;
    }

    private static boolean matches(Rule rule, String path) {
        return rule.filters().isEmpty() || rule.filters().stream().anyMatch(filter -> filter.matchesPath(path));
    }
}
