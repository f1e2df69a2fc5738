package dev.agentloop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Which {@code config.toml} files an agent reads. Without one it reads none. Immutable.
 *
 * <p>Layers, of which later ones win: the system's file, the user's file, those of a trusted project, the profile, the
 * overrides, and what the program sets on {@link Agent.Builder}. The keys are those of {@code docs/configuration.md}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Configuration {
    private final List<Setting> fallbacks;
    private final Optional<Path> home;
    private final Optional<Path> systemFile;
    private final Optional<Path> file;
    private final Optional<String> profile;
    private final List<Setting> overrides;
    private final boolean strict;

    private Configuration(Builder from) {
        this.fallbacks = List.copyOf(from.fallbacks);
        this.home = Optional.ofNullable(from.home);
        this.systemFile = Optional.ofNullable(from.systemFile);
        this.file = Optional.ofNullable(from.file);
        this.profile = Optional.ofNullable(from.profile);
        this.overrides = List.copyOf(from.overrides);
        this.strict = from.strict;
    }

    /**
     * One setting of the program.
     *
     * @param key with dots, as in TOML
     * @param value a TOML value, or else a string
     */
    public record Setting(String key, String value) {
        public Setting {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        }

        /** Not the value, which may be a secret. */
        @Override
        public String toString() {
            return "Setting[" + key + "]";
        }
    }

    /** The files of one home folder and of trusted projects. */
    public static Configuration ofHome(Path home) {
        return builder().home(home).build();
    }

    /** Starts with no file at all. */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings below all files, in order. */
    public List<Setting> fallbacks() {
        return fallbacks;
    }

    /** The folder with the user's {@code config.toml}, {@code NAME.config.toml}, AGENTS.md and skills. */
    public Optional<Path> home() {
        return home;
    }

    /** The lowest file; may be missing. */
    public Optional<Path> systemFile() {
        return systemFile;
    }

    /** The file in place of the home's; must be there. */
    public Optional<Path> file() {
        return file;
    }

    /** The profile that is used. */
    public Optional<String> profile() {
        return profile;
    }

    /** Settings above all files, in order. */
    public List<Setting> overrides() {
        return overrides;
    }

    /** Whether an unknown key is an error. */
    public boolean strict() {
        return strict;
    }

    /** Collects a configuration; not thread-safe. */
    public static final class Builder {
        private final List<Setting> fallbacks = new ArrayList<>();
        private @Nullable Path home;
        private @Nullable Path systemFile;
        private @Nullable Path file;
        private @Nullable String profile;
        private final List<Setting> overrides = new ArrayList<>();
        private boolean strict;

        private Builder() {}

        /** Reads {@code config.toml}, profiles, AGENTS.md and skills of this folder. It need not exist. */
        public Builder home(Path directory) {
            this.home = directory.toAbsolutePath().normalize();
            return this;
        }

        /** Reads this file below the user's, if it exists. */
        public Builder systemFile(Path path) {
            this.systemFile = Objects.requireNonNull(path, "path");
            return this;
        }

        /** Reads this file in place of the home's {@code config.toml}. It must exist. */
        public Builder file(Path path) {
            this.file = Objects.requireNonNull(path, "path");
            return this;
        }

        /** Uses this profile, whatever the files say. */
        public Builder profile(String name) {
            this.profile = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets one key below all files: the application's own default.
         *
         * @param key with dots, as in TOML
         * @param value a TOML value, or else a string
         */
        public Builder fallback(String key, String value) {
            fallbacks.add(new Setting(key, value));
            return this;
        }

        /**
         * Sets one key above all files.
         *
         * @param key with dots, as in TOML
         * @param value a TOML value, or else a string
         */
        public Builder override(String key, String value) {
            overrides.add(new Setting(key, value));
            return this;
        }

        /** Makes an unknown key an error instead of a notice; default false. */
        public Builder strict(boolean unknownKeysFail) {
            this.strict = unknownKeysFail;
            return this;
        }

        /** The configuration. */
        public Configuration build() {
            return new Configuration(this);
        }
    }
}
