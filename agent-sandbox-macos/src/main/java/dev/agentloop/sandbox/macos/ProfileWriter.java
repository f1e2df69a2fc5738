package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a policy into a profile. A pure function of the policy and the given view of the file system; the same input gives
 * the same text.
 *
 * <p>The profile answers like {@code SandboxPolicy.decide}, with these exceptions, of which only the last two can allow more:
 *
 * <ul>
 *   <li>Where globs of different access match one path, the lowest access wins, not the one that fixes more names.
 *   <li>Writable roots, and the folders above a narrower entry, can be neither deleted nor renamed.
 *   <li>{@code ?} and {@code [a-z]} stand for one byte of a name, not for one character.
 *   <li>The devices in {@link SystemRules} are open, and so is the session's own folder for temporary files.
 * </ul>
 */
final class ProfileWriter {
    private final HostPaths host;
    private final Optional<Path> privateTmp;

    /** @param privateTmp the session's own folder for temporary files, given when the policy asks for one */
    ProfileWriter(HostPaths host, Optional<Path> privateTmp) {
        this.host = host;
        this.privateTmp = privateTmp;
    }

    /** @throws IllegalArgumentException if a path holds a control character, which no rule could name safely */
    Profile write(SandboxPolicy policy) {
        PlacedEntries placed = PlacedEntries.of(policy, host, privateTmp);
        List<Rule> rules = new ArrayList<>(SystemRules.processes());
        rules.addAll(FileRules.of(policy, host, placed));
        rules.addAll(SystemRules.devices());
        rules.addAll(SystemRules.network(policy, host));
        for (Rule rule : rules) {
            rule.filters().forEach(ProfileWriter::requirePrintable);
        }
        return new Profile(rules);
    }

    private static void requirePrintable(Filter filter) {
        if (filter.value().chars().anyMatch(Character::isISOControl)) {
            StringBuilder shown = new StringBuilder();
            filter.value().chars().map(c -> Character.isISOControl(c) ? '?' : c).forEach(c -> shown.append((char) c));
            throw new IllegalArgumentException(
                    "The path " + shown + " holds a control character; rename it or leave it out of the policy");
        }
    }
}
