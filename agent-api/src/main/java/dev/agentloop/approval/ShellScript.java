package dev.agentloop.approval;

import java.util.List;

/**
 * A shell script, split.
 *
 * @param commands its simple commands as far as they are known
 * @param unclear what was not understood; when this is not empty, more may run than the commands tell
 */
record ShellScript(List<Command> commands, List<String> unclear) {
    /**
     * A simple command.
     *
     * @param words at least one
     * @param openFrom index of the first word that the shell may expand to other words; the largest int when none
     */
    record Command(List<String> words, int openFrom) {
        static final int NOTHING_OPEN = Integer.MAX_VALUE;

        static Command of(List<String> words) {
            return new Command(words, NOTHING_OPEN);
        }
    }
}
