package dev.agentloop.sandbox;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether one policy allows at most what another one allows. Never says so wrongly; says no where the comparison is not
 * certain.
 *
 * <p>Files: apart from globs and protected names, what a policy says about a path is what it says about the nearest place
 * that it names. So both policies are asked at every place that either of them names. A glob that matches below a place
 * outranks the place. One that both policies have decides alike in both; one that only the narrower policy has is harmless
 * when it forbids, and must else be covered by the least that the wider one could say; one that only the wider policy has
 * must not say less than the most that the narrower one could.
 */
final class PolicyBound {
    private final SandboxPolicy narrow;
    private final SandboxPolicy wide;

    PolicyBound(SandboxPolicy narrow, SandboxPolicy wide) {
        this.narrow = narrow;
        this.wide = wide;
    }

    boolean holds() {
        return narrow.equals(wide)
                || (network()
                        && sockets()
                        && programs()
                        && environment()
                        && limits()
                        && guarantees()
                        && files(narrow.rules(), wide.rules()));
    }

    private boolean network() {
        return switch (narrow.network().mode()) {
            case NONE -> true;
            case FULL -> hasFullNetwork();
            case ALLOWLIST ->
                hasFullNetwork() || narrow.network().allow().stream().allMatch(this::mayReach);
        };
    }

    private boolean hasFullNetwork() {
        return wide.network().mode() == Network.Mode.FULL;
    }

    private boolean mayReach(HostRule rule) {
        Network network = wide.network();
        boolean listed = network.allow().contains(rule);
        boolean oneHost = !rule.host().startsWith("*.") && !rule.ports().isEmpty();
        return listed || (oneHost && rule.ports().stream().allMatch(port -> network.allows(rule.host(), port)));
    }

    private boolean sockets() {
        return hasFullNetwork() || wide.unixSockets().containsAll(narrow.unixSockets());
    }

    private boolean programs() {
        return wide.executables().isEmpty()
                || (!narrow.executables().isEmpty() && wide.executables().containsAll(narrow.executables()));
    }

    /** Variables of the host. Fixed values give no access to anything. */
    private boolean environment() {
        List<String> allowed = wide.environment().allow();
        return narrow.environment().allow().stream()
                .allMatch(name -> allowed.stream().anyMatch(pattern -> covers(pattern, name)));
    }

    private static boolean covers(String pattern, String name) {
        return pattern.equals(name)
                || (pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    private boolean limits() {
        ResourceLimits own = narrow.limits();
        ResourceLimits bound = wide.limits();
        return isWithin(asLong(own.processes()), asLong(bound.processes()))
                && isWithin(boxed(own.memoryBytes()), boxed(bound.memoryBytes()))
                && isWithin(own.cpuTime(), bound.cpuTime())
                && isWithin(boxed(own.fileSizeBytes()), boxed(bound.fileSizeBytes()))
                && isWithin(own.wallTime(), bound.wallTime());
    }

    private static <T extends Comparable<T>> boolean isWithin(Optional<T> own, Optional<T> bound) {
        return bound.isEmpty() || (own.isPresent() && own.get().compareTo(bound.get()) <= 0);
    }

    private static Optional<Long> asLong(OptionalInt value) {
        return value.isPresent() ? Optional.of((long) value.getAsInt()) : Optional.empty();
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }

    private boolean guarantees() {
        return narrow.demanded().containsAll(wide.demanded())
                && wide.partialAllowed().containsAll(narrow.partialAllowed());
    }

    private static boolean files(PathRules narrow, PathRules wide) {
        Set<PathRules.GlobKey> shared = new HashSet<>(narrow.globs());
        shared.retainAll(wide.globs());
        // A writable glob is weighed against protected names above it by the place, which the policies need not share.
        shared.removeIf(glob -> glob.access() == Access.WRITE);
        Access onlyNarrow = highest(without(narrow.globs(), shared));
        Access onlyWide = lowest(without(wide.globs(), shared));
        if (highest(shared).compareTo(onlyWide) > 0
                || onlyNarrow.compareTo(lowest(wide.globs())) > 0
                || (onlyNarrow == Access.WRITE && !wide.protectedNames().isEmpty())) {
            return false;
        }
        Set<List<String>> places = new HashSet<>(narrow.places());
        places.addAll(wide.places());
        boolean protectsAsMuch = narrow.protectedNames().containsAll(wide.protectedNames());
        for (List<String> place : places) {
            Access own = narrow.access(place);
            Access bound = wide.access(place);
            if (own.compareTo(bound) > 0
                    || own.compareTo(onlyWide) > 0
                    || onlyNarrow.compareTo(bound) > 0
                    || (own == Access.WRITE && !protectsAsMuch)) {
                return false;
            }
        }
        return true;
    }

    private static Set<PathRules.GlobKey> without(Set<PathRules.GlobKey> globs, Set<PathRules.GlobKey> some) {
        Set<PathRules.GlobKey> rest = new HashSet<>(globs);
        rest.removeAll(some);
        return rest;
    }

    private static Access highest(Set<PathRules.GlobKey> globs) {
        return globs.stream()
                .map(PathRules.GlobKey::access)
                .max(Comparator.naturalOrder())
                .orElse(Access.NONE);
    }

    private static Access lowest(Set<PathRules.GlobKey> globs) {
        return globs.stream()
                .map(PathRules.GlobKey::access)
                .min(Comparator.naturalOrder())
                .orElse(Access.WRITE);
    }
}
