package dev.agentloop.runtime.approval;

import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.SandboxPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What the policies and rules of a session answer before memory or anybody is asked. */
public final class StandingAnswers {
    private final ApprovalPolicy policy;
    private final Supplier<SandboxPolicy> sandbox;
    private final ExecRules rules;

    /** @param sandbox the policy in force, which grants widen */
    public StandingAnswers(ApprovalPolicy policy, Supplier<SandboxPolicy> sandbox, ExecRules rules) {
        this.policy = policy;
        this.sandbox = sandbox;
        this.rules = rules;
    }

    ExecRules rules() {
        return rules;
    }

    ApprovalPolicy policy() {
        return policy;
    }

    Optional<ApprovalDecision> to(ApprovalRequest request) {
        if (request instanceof ApprovalRequest.RunCommand command) {
            return rules.command(policy.mode(), command.argv()).answer();
        }
        if (request instanceof ApprovalRequest.NetworkHost network) {
            return rules.host(network.host()).answer();
        }
        if (request instanceof ApprovalRequest.ApplyPatch patch
                && policy.mode() != ApprovalPolicy.Mode.UNTRUSTED
                && patch.paths().stream()
                        .allMatch(
                                path -> sandbox.get().decide(path, Access.WRITE).allowed())) {
            return Optional.of(ApprovalDecision.approve());
        }
        return Optional.empty();
    }

    /** The question whether a command may run, with why it is asked and the rule that would make it the last one. */
    public ApprovalRequest question(ApprovalRequest.Origin origin, List<String> argv, Path workingDirectory) {
        String reason = rules.command(policy.mode(), argv).reason();
        return new ApprovalRequest.RunCommand(origin, reason, argv, workingDirectory, rules.ruleFor(argv));
    }
}
