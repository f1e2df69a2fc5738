package dev.agentloop.tools.patch;

/** What happens to the operations before one that cannot be applied. */
public enum PatchMode {
    /** Nothing is written. */
    ALL_OR_NOTHING,
    /** They are written, as Codex does; the ones after it are not. */
    PARTIAL
}
