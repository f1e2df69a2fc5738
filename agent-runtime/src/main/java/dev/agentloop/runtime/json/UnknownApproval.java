package dev.agentloop.runtime.json;

import dev.agentloop.approval.ApprovalRequest;

/**
 * A question read back whose kind this version does not know. Written again it is the same document.
 *
 * @param type the name of the kind
 * @param json the document without the version
 */
public record UnknownApproval(Origin origin, String reason, String type, String json) implements ApprovalRequest {}
