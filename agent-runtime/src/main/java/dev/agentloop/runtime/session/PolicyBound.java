package dev.agentloop.runtime.session;

import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;

/**
 * Whether one policy allows at most what another allows. Errs on the side of "no": a policy that cannot be compared with
 * certainty is taken for wider.
 */
final class PolicyBound {
    private PolicyBound() {}

    static boolean isWithin(SandboxPolicy child, SandboxPolicy parent) {
        if (child.equals(parent)) {
            return true;
        }
        boolean reading = child.equals(SandboxPolicy.readOnly());
        boolean parentReadsEverything = parent.equals(SandboxPolicy.dangerFullAccess())
                || parent.workspace()
                        .map(root -> parent.equals(SandboxPolicy.workspaceWrite(root)))
                        .orElse(false);
        return parent.equals(SandboxPolicy.dangerFullAccess())
                || (reading && parentReadsEverything && child.network().mode() == Network.Mode.NONE);
    }
}
