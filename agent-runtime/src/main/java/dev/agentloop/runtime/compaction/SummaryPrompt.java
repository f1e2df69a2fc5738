package dev.agentloop.runtime.compaction;

/** The words around a summary. Part of stored histories, so a change is only for sessions compacted after it. */
final class SummaryPrompt {
    static final String REQUEST = "Write a handover for a colleague who goes on with this work and sees nothing of this"
            + " conversation but your text and the user's own messages. State the goal and every requirement the user"
            + " gave; what was done, with file paths and names; what was found out, with exact values, errors and"
            + " decisions and their reasons; what remains, as next steps. Be complete and brief. Answer with the text"
            + " only and call no tool.";

    private static final String OPEN = "<conversation_summary>\n";
    private static final String CLOSE = "\n</conversation_summary>";

    private SummaryPrompt() {}

    static String wrap(String summary) {
        return OPEN + summary + CLOSE;
    }

    static boolean isSummary(String text) {
        return text.startsWith(OPEN);
    }
}
