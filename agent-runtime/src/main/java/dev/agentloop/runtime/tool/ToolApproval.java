package dev.agentloop.runtime.tool;

import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.runtime.loop.ApprovalGate;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The question whether a tool that wants approval may be called. */
final class ToolApproval {
    private ToolApproval() {}

    /** An answer that is remembered is one about this definition of the tool: another one is asked about again. */
    static ApprovalDecision ask(ApprovalGate gate, ToolSpec spec, ToolCall call) throws InterruptedException {
        return gate.ask(
                call.callId(),
                origin -> new ApprovalRequest.CallTool(
                        origin,
                        "The tool " + call.name() + " asks before every call",
                        call.name(),
                        call.argumentsJson(),
                        Optional.of(fingerprint(spec))));
    }

    private static String fingerprint(ToolSpec spec) {
        String definition = String.join(
                "\0",
                spec.description(),
                spec.inputSchema().json(),
                spec.outputSchema().map(JsonSchema::json).orElse(""),
                spec.traits().stream().map(Enum::name).sorted().toList().toString());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(definition.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static String denial(ApprovalDecision decision) {
        return decision.reason().isEmpty() ? "Denied." : "Denied: " + decision.reason();
    }
}
