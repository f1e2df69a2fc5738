package dev.agentloop.runtime.sandbox;

import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.sandbox.HostRule;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.Violation;
import java.util.Optional;

/**
 * The one thing that a failed command was refused and that a grant would allow.
 *
 * @param grant one path or one host
 * @param refusal what was refused, for a person
 */
record Widening(PermissionGrant grant, String refusal) {
    /**
     * Finds it. The word of a program is not enough: either the sandbox itself reported the refusal, or the policy really
     * refuses what the output names.
     */
    static Optional<Widening> of(CommandResult result, SandboxPolicy policy) {
        if (result.succeeded()) {
            return Optional.empty();
        }
        return result.violations().stream()
                .filter(violation -> isRefused(violation, policy))
                .findFirst()
                .map(violation -> new Widening(violation.remedy().orElseThrow(), violation.detail()));
    }

    private static boolean isRefused(Violation violation, SandboxPolicy policy) {
        if (violation.remedy().isEmpty()) {
            return false;
        }
        PermissionGrant remedy = violation.remedy().get();
        return remedy.host()
                .map(host -> refuses(policy.network(), host))
                .orElseGet(() -> !policy.decide(remedy.path().orElseThrow(), remedy.access())
                        .allowed());
    }

    private static boolean refuses(Network network, HostRule host) {
        return network.mode() != Network.Mode.FULL
                && host.ports().stream().anyMatch(port -> !network.allows(host.host(), port));
    }

    /** The question whether the command may run again with the grant. */
    ApprovalRequest question(ApprovalRequest.Origin origin, CommandSpec command) {
        String reason = "The command failed because the sandbox refused it something (" + refusal
                + "). If approved, it runs again with permission to " + grant.describe() + ".";
        return grant.host()
                .<ApprovalRequest>map(host -> new ApprovalRequest.NetworkHost(origin, reason, host, command.argv()))
                .orElseGet(() -> new ApprovalRequest.WidenSandbox(origin, reason, grant, command.argv()));
    }
}
