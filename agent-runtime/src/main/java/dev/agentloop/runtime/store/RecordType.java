package dev.agentloop.runtime.store;

/** The types of records in a journal. Names and versions are stored for ever; new ones are added, none is changed. */
final class RecordType {
    static final int VERSION = 1;

    static final String TURN_STARTED = "turn_started";
    static final String ITEM = "item";
    static final String TURN_ITEM = "turn_item";
    static final String TOOL_STARTED = "tool_started";
    static final String TOOL_SUSPENDED = "tool_suspended";
    static final String TOOL_FINISHED = "tool_finished";
    static final String APPROVAL_REQUESTED = "approval_requested";
    static final String APPROVAL_ANSWERED = "approval_answered";
    static final String STEERED = "steered";
    static final String COMPACTED = "compacted";
    static final String USAGE = "usage";
    static final String ROLLED_BACK = "rolled_back";
    static final String TURN_ENDED = "turn_ended";

    private RecordType() {}
}
