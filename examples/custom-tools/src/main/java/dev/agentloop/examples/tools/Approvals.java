package dev.agentloop.examples.tools;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TurnResult;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.approval.ExecPolicy;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolContext;
import java.nio.file.Path;

/** Who may do what: rules for commands, a person who answers, an answer that comes later, a tool that asks. */
public final class Approvals {
    private Approvals() {}

    static Agent.Builder withRules(Agent.Builder builder, Path ruleFile) {
        // region rules
        ExecPolicy rules = ExecPolicy.parse("""
                prefix_rule(pattern=["git", ["status", "diff"]], justification="only reads")
                prefix_rule(pattern=["git", "push"], decision="prompt", justification="others see it")
                prefix_rule(pattern=["rm", "-rf"], decision="forbidden")
                """, "team.rules");
        return builder.execPolicy(rules)
                .execPolicyFile(ruleFile) // where "always" is stored
                .approvals(ApprovalPolicy.untrusted(), Approvals::answer);
        // endregion
    }

    // region handler
    static ApprovalDecision answer(ApprovalRequest request) {
        if (request instanceof ApprovalRequest.RunCommand command) {
            System.out.println(command.reason() + ": " + command.argv());
            command.rule().ifPresent(rule -> System.out.println("'always' would add " + rule));
            return ApprovalDecision.approveForSession();
        }
        if (request instanceof ApprovalRequest.ApplyPatch patch) {
            System.out.println(patch.diff());
            return ApprovalDecision.approve();
        }
        return ApprovalDecision.deny("only commands and patches are approved here");
    }
    // endregion

    static TurnResult answerLater(Agent agent, SessionId id) throws InterruptedException {
        // region later
        try (AgentSession session = agent.resumeSession(id)) {
            for (ApprovalRequest request : session.pendingApprovals()) {
                session.answer(request.id(), ApprovalDecision.approve());
            }
            return session.continueTurn().await();
        }
        // endregion
    }

    static Agent.Builder asking(Agent.Builder builder) {
        return builder.tools(new Releases()).approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer());
    }

    // region ask
    /** A request of our own; a handler that does not know it denies it. */
    public record Publish(Origin origin, String reason, String release) implements ApprovalRequest {}

    public static final class Releases {
        @Tool(description = "Publishes a version for all users")
        public String publish(@Tool.Param(description = "Such as 1.2.3") String release, ToolContext context) {
            ApprovalDecision decision =
                    context.ask(origin -> new Publish(origin, "Version " + release + " goes to all users", release));
            return decision.approved() ? "Published " + release : "Not published: " + decision.reason();
        }
    }
    // endregion
}
