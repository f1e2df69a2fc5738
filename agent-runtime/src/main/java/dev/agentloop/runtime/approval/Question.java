package dev.agentloop.runtime.approval;

import dev.agentloop.approval.ApprovalPolicy.Topic;
import dev.agentloop.approval.ApprovalRequest;
import java.nio.file.Path;

/**
 * What a request is about, apart from who asks.
 *
 * @param topic decides whether it may be asked at all
 * @param text equal for equal questions; what answers are remembered by
 */
record Question(Topic topic, String text) {
    static Question of(ApprovalRequest request) {
        if (request instanceof ApprovalRequest.RunCommand command) {
            return new Question(Topic.COMMANDS, "command " + command.argv() + " in " + command.workingDirectory());
        }
        if (request instanceof ApprovalRequest.ApplyPatch patch) {
            return new Question(
                    Topic.PATCHES,
                    "patch "
                            + patch.paths().stream()
                                    .map(Path::toString)
                                    .sorted()
                                    .toList());
        }
        if (request instanceof ApprovalRequest.WidenSandbox widening) {
            return new Question(Topic.SANDBOX, "sandbox " + widening.grant().describe());
        }
        if (request instanceof ApprovalRequest.NetworkHost network) {
            return new Question(Topic.NETWORK, "host " + network.host());
        }
        if (request instanceof ApprovalRequest.CallTool tool) {
            return new Question(
                    Topic.TOOLS,
                    "tool " + tool.toolName() + " as " + tool.definition().orElse("unknown"));
        }
        if (request instanceof ApprovalRequest.AskModel model) {
            return new Question(Topic.TOOLS, "model for " + model.asker() + ": " + model.prompt());
        }
        return new Question(Topic.TOOLS, request.getClass().getSimpleName() + " " + request.reason());
    }
}
