package dev.agentloop.sandbox;

import java.nio.file.Path;
import java.util.Collection;

/** Checks of a policy that are more than one line. */
final class PolicyChecks {
    private PolicyChecks() {}

    static void requireNames(Collection<String> protectedNames) {
        for (String name : protectedNames) {
            if (name.isBlank() || name.contains("/") || name.contains("\\") || name.equals("..") || name.equals(".")) {
                throw new IllegalArgumentException("protectedNames: \"" + name + "\" is not a name of a file");
            }
        }
    }

    /** A mistaken workspace of this width would hand the whole machine or account to the commands. */
    static void requireNarrow(Path workspace, Platform platform) {
        boolean wide = workspace.getNameCount() == 0
                || platform.home().startsWith(workspace)
                || platform.temporaryFolders().stream().anyMatch(folder -> folder.startsWith(workspace));
        if (wide) {
            throw new IllegalArgumentException("workspace: " + workspace
                    + " is too wide to be writable; name a project folder, or call allowWideWorkspace()");
        }
    }
}
