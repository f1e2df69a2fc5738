package dev.agentloop.approval;

import org.jspecify.annotations.Nullable;

/**
 * A command that another one starts.
 *
 * @param index where it begins in the words of the other
 * @param command its words; null when it is a script or not known
 * @param script what a shell runs; null when it is not a script
 * @param unclear why it is not fully known; null when it is
 * @param ownRuleNeeded whether the starting command must be allowed as well: true for all but plain shells
 */
record NestedCommand(
        int index,
        ShellScript.@Nullable Command command,
        @Nullable String script,
        @Nullable String unclear,
        boolean ownRuleNeeded) {}
