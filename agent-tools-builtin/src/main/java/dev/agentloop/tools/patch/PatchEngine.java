package dev.agentloop.tools.patch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Applies patches in the apply_patch format to a directory. Line endings, byte order marks, encodings and file modes
 * are kept; links are followed to where they lead and asked about there. Immutable; calls from several threads on the
 * same files are detected, not serialised: the later one fails.
 *
 * <p>Outcomes are those of Codex 0.169.0, with these differences: all or nothing unless {@link PatchMode#PARTIAL};
 * moving a file onto itself keeps it; lines added under an {@code @@} header go after the header instead of to the end
 * of the file; files with a byte order mark or not in UTF-8 can be updated; a moved file keeps its mode; several
 * {@code @@} lines in a row narrow the place step by step; blank lines may stand between operations; a hunk whose only
 * old line is empty and not found is refused instead of inserted at the top.
 */
public final class PatchEngine {

    private final Path directory;
    private final PathAccess access;
    private final PatchMode mode;

    private PatchEngine(Path directory, PathAccess access, PatchMode mode) {
        this.directory = directory;
        this.access = access;
        this.mode = mode;
    }

    /**
     * Changes files below a directory, all or nothing.
     *
     * @throws IOException when the directory does not exist
     */
    public static PatchEngine in(Path directory) throws IOException {
        return new PatchEngine(directory.toRealPath(), PathAccess.within(directory), PatchMode.ALL_OR_NOTHING);
    }

    /** The same with another rule for which files may be changed. */
    public PatchEngine withAccess(PathAccess otherAccess) {
        return new PatchEngine(directory, otherAccess, mode);
    }

    /** The same with another mode. */
    public PatchEngine withMode(PatchMode otherMode) {
        return new PatchEngine(directory, access, otherMode);
    }

    /**
     * Works out what a patch does. Reads files, writes none.
     *
     * @throws PatchException when the text is no patch, or an operation cannot be applied (with
     *     {@link PatchMode#PARTIAL}: only when the first cannot)
     */
    public PatchPlan plan(String patch) {
        List<PatchOperation> operations = PatchParser.parse(patch);
        WorkingTree tree = new WorkingTree(directory);
        PatchPlanner planner = new PatchPlanner(access, tree);
        List<PatchedFile> files = new ArrayList<>();
        for (PatchOperation operation : operations) {
            try {
                files.add(planner.plan(operation));
            } catch (PatchException e) {
                if (mode == PatchMode.PARTIAL && !files.isEmpty()) {
                    return new PatchPlan(files, Optional.of(e), tree.changes());
                }
                throw e;
            }
        }
        return new PatchPlan(files, Optional.empty(), tree.changes());
    }

    /**
     * Plans and writes.
     *
     * @throws PatchException when something could not be applied or written; with {@link PatchMode#PARTIAL} earlier
     *     operations stay written
     */
    public PatchPlan apply(String patch) {
        PatchPlan plan = plan(patch);
        plan.write();
        plan.failure().ifPresent(failure -> {
            throw failure;
        });
        return plan;
    }
}
