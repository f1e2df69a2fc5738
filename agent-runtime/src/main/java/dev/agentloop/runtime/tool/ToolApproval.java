package dev.agentloop.runtime.tool;

import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.runtime.loop.ApprovalGate;
import dev.agentloop.tool.ToolCall;

/** The question whether a tool that wants approval may be called. */
final class ToolApproval {
    private ToolApproval() {}

    static ApprovalDecision ask(ApprovalGate gate, ToolCall call) throws InterruptedException {
        return gate.ask(
                call.callId(),
                origin -> new ApprovalRequest.CallTool(
                        origin,
                        "The tool " + call.name() + " asks before every call",
                        call.name(),
                        call.argumentsJson()));
    }

    static String denial(ApprovalDecision decision) {
        return decision.reason().isEmpty() ? "Denied." : "Denied: " + decision.reason();
    }
}
