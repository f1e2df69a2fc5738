package dev.agentloop.tools.patch;

import dev.agentloop.tools.files.IoReason;
import dev.agentloop.tools.files.PathKind;
import dev.agentloop.tools.files.TextEncoding;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Works out the effect of operations one after the other on a {@link WorkingTree}. Writes nothing. */
final class PatchPlanner {

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final PathAccess access;
    private final WorkingTree tree;

    PatchPlanner(PathAccess access, WorkingTree tree) {
        this.access = access;
        this.tree = tree;
    }

    /** @throws PatchException when the operation does not fit the tree, or the path must not be changed */
    PatchedFile plan(PatchOperation operation) {
        try {
            if (operation instanceof PatchOperation.Add add) {
                return add(add);
            }
            if (operation instanceof PatchOperation.Delete delete) {
                return delete(delete);
            }
            return update((PatchOperation.Update) operation);
        } catch (IOException e) {
            throw refuse(operation, operation.path(), IoReason.of(e), e);
        } catch (InvalidPathException e) {
            throw refuse(operation, operation.path(), "is no valid path: " + e.getReason(), e);
        }
    }

    private PatchedFile add(PatchOperation.Add add) throws IOException {
        Path file = allowed(add, add.path(), tree.fileOf(add.path()));
        requireFileOrNothing(add, add.path(), file);
        FileVersion before = tree.version(file);
        byte[] bytes = encode(add, TextEncoding.PLAIN_UTF_8, TextFile.ofLines(add.lines()));
        tree.put(file, FileVersion.ofFile(bytes, before.mode()));
        String diff = UnifiedDiff.of(add.path(), lines(before), add.path(), Optional.of(add.lines()));
        return new PatchedFile(PatchedFile.Kind.ADDED, add.path(), file, Optional.empty(), diff);
    }

    private PatchedFile delete(PatchOperation.Delete delete) throws IOException {
        Path entry = allowed(delete, delete.path(), tree.entryOf(delete.path()));
        PathKind kind = tree.kind(entry);
        switch (kind) {
            case MISSING -> throw refuse(delete, delete.path(), "does not exist", null);
            case DIRECTORY -> throw refuse(delete, delete.path(), "is a directory; a patch deletes files only", null);
            default -> {}
        }
        FileVersion before = tree.version(entry);
        tree.put(entry, FileVersion.MISSING);
        String diff = UnifiedDiff.of(delete.path(), lines(before), delete.path(), Optional.empty());
        return new PatchedFile(PatchedFile.Kind.DELETED, delete.path(), entry, Optional.empty(), diff);
    }

    private PatchedFile update(PatchOperation.Update update) throws IOException {
        Path file = allowed(update, update.path(), tree.fileOf(update.path()));
        switch (tree.kind(file)) {
            case MISSING ->
                throw refuse(update, update.path(), "does not exist; use '*** Add File: ' for a new file", null);
            case DIRECTORY -> throw refuse(update, update.path(), "is a directory", null);
            default -> {}
        }
        FileVersion before = tree.version(file);
        FileVersion after = changed(update, before);
        Optional<Path> movedTo = moveTarget(update, file);
        if (movedTo.isPresent()) {
            tree.put(allowed(update, update.path(), tree.entryOf(update.path())), FileVersion.MISSING);
        }
        tree.put(movedTo.orElse(file), after);
        String diff = UnifiedDiff.of(update.path(), lines(before), update.target(), lines(after));
        return new PatchedFile(PatchedFile.Kind.MODIFIED, update.target(), file, movedTo, diff);
    }

    private FileVersion changed(PatchOperation.Update update, FileVersion before) {
        if (before.bytes().isEmpty()) {
            throw refuse(update, update.path(), "is larger than " + FileVersion.MAX_BYTES + " bytes", null);
        }
        TextEncoding.Decoded decoded =
                before.text().orElseThrow(() -> refuse(update, update.path(), "is a binary file", null));
        List<Hunk> hunks = update.hunks();
        if (decoded.encoding().hasMark()) {
            hunks = hunks.stream().map(PatchPlanner::withoutMark).toList();
        }
        TextFile text = HunkApplier.apply(update.path(), TextFile.of(decoded.text()), hunks);
        return FileVersion.ofFile(encode(update, decoded.encoding(), text), before.mode());
    }

    /** A patch may have copied the file's byte order mark with the first line; it is kept aside from the text here. */
    private static Hunk withoutMark(Hunk hunk) {
        return hunk.withLines(hunk.lines().stream()
                .map(line -> line.text().startsWith(BYTE_ORDER_MARK)
                        ? new Hunk.Line(line.kind(), line.text().substring(1))
                        : line)
                .toList());
    }

    /** Where the file moves; empty when it stays, also when the patch moves it onto itself. */
    private Optional<Path> moveTarget(PatchOperation.Update update, Path file) throws IOException {
        if (update.moveTo().isEmpty()) {
            return Optional.empty();
        }
        String moveTo = update.moveTo().get();
        try {
            Path target = allowed(update, moveTo, tree.fileOf(moveTo));
            requireFileOrNothing(update, moveTo, target);
            return target.equals(file) ? Optional.empty() : Optional.of(target);
        } catch (IOException e) {
            throw refuse(update, moveTo, IoReason.of(e), e);
        } catch (InvalidPathException e) {
            throw refuse(update, moveTo, "is no valid path: " + e.getReason(), e);
        }
    }

    private void requireFileOrNothing(PatchOperation operation, String path, Path file) throws IOException {
        switch (tree.kind(file)) {
            case DIRECTORY -> throw refuse(operation, path, "is a directory, a file cannot replace it", null);
            case SPECIAL -> throw refuse(operation, path, "is not a regular file", null);
            default -> {}
        }
    }

    private Path allowed(PatchOperation operation, String written, Path real) {
        access.refusal(real).ifPresent(reason -> {
            throw refuse(operation, written, "must not be changed. " + reason, null);
        });
        return real;
    }

    private static byte[] encode(PatchOperation operation, TextEncoding encoding, TextFile text) {
        try {
            return encoding.encode(text.content());
        } catch (CharacterCodingException e) {
            String reason = "is " + encoding.displayName() + ", which has no form for a character of the added lines";
            throw refuse(operation, operation.path(), reason, e);
        }
    }

    private static Optional<List<String>> lines(FileVersion version) {
        return version.text().map(decoded -> TextFile.of(decoded.text()).texts());
    }

    private static PatchException refuse(
            PatchOperation operation, String path, String reason, @Nullable Exception cause) {
        String message = "'" + path + "' (line " + operation.patchLine() + " of the patch) " + reason;
        return new PatchException(message.endsWith(".") ? message : message + ".", operation.patchLine(), cause);
    }
}
