package dev.agentloop.runtime.config;

import dev.agentloop.runtime.config.toml.TomlTable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One source of settings.
 *
 * @param source its name for people
 * @param file where it stands; empty for what was set by the program or on a command line
 * @param base the folder that relative paths start from
 */
record ConfigLayer(Kind kind, String source, Optional<Path> file, Path base, TomlTable table) {
    /** Later ones win. */
    enum Kind {
        FALLBACK,
        SYSTEM,
        USER,
        PROJECT,
        PROFILE,
        OVERRIDE
    }

    static ConfigLayer ofFile(Kind kind, Path file, TomlTable table) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        return new ConfigLayer(kind, file.toString(), Optional.of(file), folder == null ? absolute : folder, table);
    }

    ConfigLayer with(Kind other, TomlTable part) {
        return new ConfigLayer(other, source, file, base, part);
    }

    /** A place in it, for messages. */
    String at(int line) {
        return file.isPresent() ? source + ":" + line : source;
    }
}
