package dev.agentloop.runtime.approval;

import dev.agentloop.approval.ExecPolicy;
import java.util.List;

/** Commands that only read, whatever their arguments: the policy {@code untrusted} runs them without a question. */
final class HarmlessCommands {
    private static final ExecPolicy RULES = ExecPolicy.parse("""
            prefix_rule([["basename", "cat", "cmp", "cut", "dirname", "echo", "false", "grep", "head", "id", "ls", "nl"]])
            prefix_rule([["pwd", "readlink", "realpath", "stat", "tail", "tr", "true", "uname", "wc", "which", "whoami"]])
            prefix_rule(["git", ["ls-files", "rev-parse", "status"]])
            """, "harmless.rules");

    private HarmlessCommands() {}

    /** Whether every part of the command is understood and one of them. */
    static boolean include(List<String> argv) {
        return RULES.decideCommand(argv).allowed();
    }
}
