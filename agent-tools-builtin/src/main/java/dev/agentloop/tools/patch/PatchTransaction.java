package dev.agentloop.tools.patch;

import dev.agentloop.tools.files.IoReason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes planned changes all or nothing: every new content is on the disk before the first file is replaced, replacing
 * only renames, and when a rename fails the ones before are taken back. A killed process leaves each file old or new,
 * never half written, and at most temporary files named {@code .agentloop-*.tmp}.
 */
final class PatchTransaction {

    private static final Logger LOG = LoggerFactory.getLogger(PatchTransaction.class);

    private final List<FileStep> steps = new ArrayList<>();

    private PatchTransaction(List<WorkingTree.Change> changes) {
        changes.forEach(change -> steps.add(new FileStep(change, changes.size() > 1)));
        // A removed file may stand where a new one needs a directory.
        steps.sort(Comparator.comparing(step -> !step.removes()));
    }

    /** @throws PatchException when a file changed since planning or cannot be written; then nothing is changed */
    static void write(List<WorkingTree.Change> changes) {
        new PatchTransaction(changes).run();
    }

    private void run() {
        int started = 0;
        FileStep current = null;
        try {
            for (FileStep step : steps) {
                current = step;
                step.requireUnchanged();
            }
            for (FileStep step : steps) {
                current = step;
                step.stage();
            }
            for (FileStep step : steps) {
                current = step;
                started++;
                step.commit();
            }
        } catch (IOException e) {
            throw failure(current, e, undo(started));
        } finally {
            steps.forEach(PatchTransaction::close);
        }
    }

    private List<IOException> undo(int started) {
        List<IOException> failures = new ArrayList<>();
        for (int i = started - 1; i >= 0; i--) {
            try {
                steps.get(i).undo();
            } catch (IOException e) {
                failures.add(e);
            }
        }
        return failures;
    }

    private static PatchException failure(FileStep step, IOException cause, List<IOException> undoFailures) {
        Path path = step.path();
        String outcome = undoFailures.isEmpty()
                ? "No file was changed."
                : "Taking back the earlier changes failed too: " + undoFailures + ". Check the files of this patch.";
        PatchException failure = new PatchException("'" + path + "' " + IoReason.of(cause) + ". " + outcome, 0, cause);
        undoFailures.forEach(failure::addSuppressed);
        return failure;
    }

    private static void close(FileStep step) {
        try {
            step.close();
        } catch (IOException e) {
            String left = e instanceof FileSystemException named
                    ? named.getFile()
                    : step.path().toString();
            LOG.warn("A temporary file of a patch could not be removed; delete it by hand: {}", left, e);
        }
    }
}
