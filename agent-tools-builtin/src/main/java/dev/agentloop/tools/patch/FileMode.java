package dev.agentloop.tools.patch;

import dev.agentloop.tools.files.RealDirectory;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/** Who owns a file and what may be done with it: kept when the file is replaced by a new version of itself. */
record FileMode(UserPrincipal owner, GroupPrincipal group, Set<PosixFilePermission> permissions) {

    FileMode {
        permissions = Set.copyOf(permissions);
    }

    /** Empty where files have no POSIX permissions. */
    static Optional<FileMode> of(RealDirectory directory, Path name) throws IOException {
        if (!directory.isPosix()) {
            return Optional.empty();
        }
        PosixFileAttributes attributes =
                directory.view(name, PosixFileAttributeView.class).readAttributes();
        return Optional.of(new FileMode(attributes.owner(), attributes.group(), attributes.permissions()));
    }

    void applyTo(RealDirectory directory, Path name) throws IOException {
        PosixFileAttributeView view = directory.view(name, PosixFileAttributeView.class);
        PosixFileAttributes current = view.readAttributes();
        if (!current.owner().equals(owner) || !current.group().equals(group)) {
            applyOwnership(view, current);
        }
        if (!current.permissions().equals(permissions)) {
            view.setPermissions(permissions);
        }
    }

    /** Only a privileged process may give files away; without the right the new version belongs to its writer. */
    private void applyOwnership(PosixFileAttributeView view, PosixFileAttributes current) throws IOException {
        try {
            if (!current.group().equals(group)) {
                view.setGroup(group);
            }
            if (!current.owner().equals(owner)) {
                view.setOwner(owner);
            }
        } catch (FileSystemException notPermitted) {
            // See above.
        }
    }
}
