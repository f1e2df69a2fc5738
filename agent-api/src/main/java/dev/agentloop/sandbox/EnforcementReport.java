package dev.agentloop.sandbox;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apiguardian.api.API;

/** What one provider really enforces for one policy. Immutable; two reports are equal if they say the same. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class EnforcementReport {
    private static final Enforcement UNREPORTED = Enforcement.notEnforced("the provider does not report it");

    private final String providerId;
    private final Map<Guarantee, Enforcement> enforcements;

    private EnforcementReport(Builder builder) {
        this.providerId = builder.providerId;
        this.enforcements = Collections.unmodifiableMap(new EnumMap<>(builder.enforcements));
    }

    /** Starts a report; a guarantee that is never mentioned counts as not enforced. */
    public static Builder builder(String providerId) {
        return new Builder(providerId);
    }

    /** The provider that reports. */
    public String providerId() {
        return providerId;
    }

    /** How far a guarantee is enforced. */
    public Enforcement of(Guarantee guarantee) {
        return enforcements.getOrDefault(Objects.requireNonNull(guarantee, "guarantee"), UNREPORTED);
    }

    /**
     * The required guarantees of a policy that this report does not satisfy, in declaration order. A command may start
     * only if the result is empty.
     */
    public Set<Guarantee> missing(SandboxPolicy policy) {
        Set<Guarantee> missing = EnumSet.noneOf(Guarantee.class);
        for (Guarantee guarantee : policy.required()) {
            Enforcement.Level level = of(guarantee).level();
            boolean partialWillDo = policy.partialAllowed().contains(guarantee);
            if (level == Enforcement.Level.NOT_ENFORCED || (level == Enforcement.Level.PARTIAL && !partialWillDo)) {
                missing.add(guarantee);
            }
        }
        return Collections.unmodifiableSet(missing);
    }

    /** A copy to change, for providers that wrap others. */
    public Builder toBuilder() {
        Builder builder = new Builder(providerId);
        builder.enforcements.putAll(enforcements);
        return builder;
    }

    /** One line per guarantee: name, level, mechanism or reason. */
    public String explain() {
        StringBuilder text = new StringBuilder("provider ").append(providerId).append('\n');
        for (Guarantee guarantee : Guarantee.values()) {
            Enforcement enforcement = of(guarantee);
            text.append(String.format("  %-15s %-12s %s%n", guarantee, enforcement.level(), enforcement.detail()));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnforcementReport that
                && providerId.equals(that.providerId)
                && enforcements.equals(that.enforcements);
    }

    @Override
    public int hashCode() {
        return Objects.hash(providerId, enforcements);
    }

    @Override
    public String toString() {
        return "EnforcementReport[" + providerId + ", " + enforcements + "]";
    }

    /** Collects what a provider says. Not thread-safe. */
    public static final class Builder {
        private final String providerId;
        private final Map<Guarantee, Enforcement> enforcements = new EnumMap<>(Guarantee.class);

        private Builder(String providerId) {
            if (providerId.isBlank()) {
                throw new IllegalArgumentException("providerId: must not be blank");
            }
            this.providerId = providerId;
        }

        /** Sets what is said about a guarantee, replacing what was said before. */
        public Builder set(Guarantee guarantee, Enforcement enforcement) {
            enforcements.put(
                    Objects.requireNonNull(guarantee, "guarantee"), Objects.requireNonNull(enforcement, "enforcement"));
            return this;
        }

        /** The guarantee is enforced by the named mechanism. */
        public Builder enforced(Guarantee guarantee, String mechanism) {
            return set(guarantee, Enforcement.enforced(mechanism));
        }

        /** The guarantee is enforced in part. */
        public Builder partial(Guarantee guarantee, String why) {
            return set(guarantee, Enforcement.partial(why));
        }

        /** The guarantee is not enforced. */
        public Builder notEnforced(Guarantee guarantee, String why) {
            return set(guarantee, Enforcement.notEnforced(why));
        }

        /** Builds the report. */
        public EnforcementReport build() {
            return new EnforcementReport(this);
        }
    }
}
