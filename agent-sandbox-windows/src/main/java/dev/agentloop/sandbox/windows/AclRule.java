package dev.agentloop.sandbox.windows;

import java.nio.file.Path;

/**
 * One entry that the helper adds to the access list of a file or folder, for the session's own SID, and takes away at the end.
 * It is inherited by what is below.
 *
 * @param path where
 * @param verdict whether writing is allowed or denied; the entry says nothing about reading
 */
record AclRule(Path path, Verdict verdict) {
    enum Verdict {
        /** All kinds of writing but {@code FILE_DELETE_CHILD}, which would delete what a deeper entry denies. */
        ALLOW_WRITE,
        /** All kinds of writing, deletion included. Left out where the file does not exist: an access list cannot stand on a name alone. */
        DENY_WRITE
    }
}
