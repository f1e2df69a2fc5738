package dev.agentloop.tools.patch;

import java.util.List;

/** Writes operations in the patch format. */
final class PatchText {

    private PatchText() {}

    static String of(List<PatchOperation> operations) {
        StringBuilder text = new StringBuilder(PatchParser.BEGIN).append('\n');
        operations.forEach(operation -> append(text, operation));
        return text.append(PatchParser.END).append('\n').toString();
    }

    private static void append(StringBuilder text, PatchOperation operation) {
        if (operation instanceof PatchOperation.Add add) {
            text.append(PatchParser.ADD_FILE).append(add.path()).append('\n');
            add.lines().forEach(line -> text.append('+').append(line).append('\n'));
        } else if (operation instanceof PatchOperation.Delete delete) {
            text.append(PatchParser.DELETE_FILE).append(delete.path()).append('\n');
        } else if (operation instanceof PatchOperation.Update update) {
            text.append(PatchParser.UPDATE_FILE).append(update.path()).append('\n');
            update.moveTo()
                    .ifPresent(target ->
                            text.append(PatchParser.MOVE_TO).append(target).append('\n'));
            update.hunks().forEach(hunk -> append(text, hunk));
        }
    }

    private static void append(StringBuilder text, Hunk hunk) {
        if (hunk.headers().isEmpty()) {
            text.append("@@\n");
        }
        hunk.headers().forEach(header -> text.append("@@ ").append(header).append('\n'));
        for (Hunk.Line line : hunk.lines()) {
            char sign = switch (line.kind()) {
                case CONTEXT -> ' ';
                case REMOVE -> '-';
                case ADD -> '+';
            };
            text.append(sign).append(line.text()).append('\n');
        }
        if (hunk.endOfFile()) {
            text.append(PatchParser.END_OF_FILE).append('\n');
        }
    }
}
