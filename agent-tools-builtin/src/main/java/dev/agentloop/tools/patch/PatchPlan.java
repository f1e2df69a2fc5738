package dev.agentloop.tools.patch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The worked out effect of a patch, nothing written yet: what to show and to ask about before {@link #write()}.
 * Immutable.
 */
public final class PatchPlan {

    private final List<PatchedFile> files;
    private final Optional<PatchException> failure;
    private final List<WorkingTree.Change> changes;

    PatchPlan(List<PatchedFile> files, Optional<PatchException> failure, List<WorkingTree.Change> changes) {
        this.files = List.copyOf(files);
        this.failure = failure;
        this.changes = List.copyOf(changes);
    }

    /** What the operations do, in the order of the patch. */
    public List<PatchedFile> files() {
        return files;
    }

    /** With {@link PatchMode#PARTIAL}: why the operations after {@link #files()} cannot be applied. */
    public Optional<PatchException> failure() {
        return failure;
    }

    /** The unified diffs of all files. */
    public String diff() {
        return files.stream().map(PatchedFile::diff).collect(Collectors.joining());
    }

    /** The lines printed on success: added files first, then modified and deleted ones, each as the patch names it. */
    public String summary() {
        Stream<String> lines = files.stream()
                .sorted((one, other) -> one.kind().compareTo(other.kind()))
                .map(file -> file.kind().letter() + " " + file.writtenPath() + "\n");
        return "Success. Updated the following files:\n" + lines.collect(Collectors.joining());
    }

    /**
     * Writes all files, or none.
     *
     * @throws PatchException when a file changed since planning or cannot be written; then no file is changed
     */
    public void write() {
        PatchTransaction.write(changes);
    }
}
