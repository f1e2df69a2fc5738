package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.approval.ApprovalRequest;
import java.util.Locale;
import java.util.Map;

/** The kinds of approval requests in JSON. */
final class ApprovalKinds {
    static final Kinds<ApprovalRequest> KINDS = new Kinds<>(
            "approval request",
            Map.of(
                    "run_command", ApprovalRequest.RunCommand.class,
                    "apply_patch", ApprovalRequest.ApplyPatch.class,
                    "call_tool", ApprovalRequest.CallTool.class,
                    "ask_model", ApprovalRequest.AskModel.class,
                    "widen_sandbox", ApprovalRequest.WidenSandbox.class,
                    "network_host", ApprovalRequest.NetworkHost.class),
            ApprovalKinds::writeOther,
            ApprovalKinds::readOther);

    private ApprovalKinds() {}

    private static ObjectNode writeOther(ApprovalRequest request) {
        if (request instanceof UnknownApproval unknown) {
            return (ObjectNode) Json.storedTree(unknown.json());
        }
        String name = request.getClass().getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
        return KINDS.writeAs(name.toLowerCase(Locale.ROOT), request);
    }

    private static ApprovalRequest readOther(String name, ObjectNode node) {
        return new UnknownApproval(
                Json.bindStored(node.path("origin"), ApprovalRequest.Origin.class),
                node.path("reason").asText(""),
                name,
                Json.writeStored(node));
    }
}
