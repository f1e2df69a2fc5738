package dev.agentloop.sandbox;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Checks and normalises the paths given to policies. */
final class AbsolutePaths {
    private AbsolutePaths() {}

    /**
     * Returns the path without {@code .} and {@code ..}.
     *
     * @throws IllegalArgumentException naming the parameter, if the path is relative
     */
    static Path require(String parameter, Path path) {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException(parameter + ": \"" + path + "\" is relative; give an absolute path");
        }
        return path.normalize();
    }

    static Set<Path> requireAll(String parameter, Collection<Path> paths) {
        Set<Path> checked = new LinkedHashSet<>();
        for (Path path : paths) {
            checked.add(require(parameter, path));
        }
        return checked;
    }
}
