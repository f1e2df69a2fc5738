package dev.agentloop.runtime.model.responses;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an event of the stream is for. Event types of the official description (2.3.0), and some seen in the wild. */
enum EventKind {
    /** Text for the user, refusals included. */
    TEXT_DELTA("response.output_text.delta", "response.refusal.delta"),
    /** Reasoning itself. */
    REASONING_DELTA("response.reasoning_text.delta"),
    /** The summary of reasoning. */
    SUMMARY_DELTA("response.reasoning_summary_text.delta"),
    /** What a call is made with, of our tools and of the service's. */
    ARGUMENTS_DELTA(
            "response.function_call_arguments.delta",
            "response.custom_tool_call_input.delta",
            "response.mcp_call_arguments.delta",
            "response.code_interpreter_call_code.delta",
            "response.shell_call_command.delta"),
    ITEM_ADDED("response.output_item.added"),
    ITEM_DONE("response.output_item.done"),
    COMPLETED("response.completed"),
    INCOMPLETE("response.incomplete"),
    FAILED("response.failed"),
    ERROR("error"),
    /** Says nothing that the item's end does not say. */
    PROGRESS(
            "response.created",
            "response.queued",
            "response.in_progress",
            "response.content_part.added",
            "response.content_part.done",
            "response.output_text.done",
            "response.output_text.annotation.added",
            "response.refusal.done",
            "response.reasoning_text.done",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_part.done",
            "response.reasoning_summary_text.done",
            "response.function_call_arguments.done",
            "response.custom_tool_call_input.done",
            "response.mcp_call_arguments.done",
            "response.mcp_call.in_progress",
            "response.mcp_call.completed",
            "response.mcp_call.failed",
            "response.mcp_list_tools.in_progress",
            "response.mcp_list_tools.completed",
            "response.mcp_list_tools.failed",
            "response.web_search_call.in_progress",
            "response.web_search_call.searching",
            "response.web_search_call.completed",
            "response.file_search_call.in_progress",
            "response.file_search_call.searching",
            "response.file_search_call.completed",
            "response.code_interpreter_call.in_progress",
            "response.code_interpreter_call.interpreting",
            "response.code_interpreter_call.completed",
            "response.code_interpreter_call_code.done",
            "response.image_generation_call.in_progress",
            "response.image_generation_call.generating",
            "response.image_generation_call.partial_image",
            "response.image_generation_call.completed",
            "response.shell_call_command.added",
            "response.shell_call_command.done",
            "response.shell_call_output_content.delta",
            "response.shell_call_output_content.done",
            "response.apply_patch_call_operation_diff.delta",
            "response.apply_patch_call_operation_diff.done",
            "response.compaction.compacting",
            "response.audio.delta",
            "response.audio.done",
            "response.audio.transcript.delta",
            "response.audio.transcript.done");

    private static final Map<String, EventKind> BY_TYPE = new HashMap<>();

    static {
        for (EventKind kind : values()) {
            for (String type : kind.types) {
                BY_TYPE.put(type, kind);
            }
        }
    }

    private final String[] types;

    EventKind(String... types) {
        this.types = types;
    }

    /** The kind of an event type; null when it is not known. */
    static @Nullable EventKind of(String type) {
        return BY_TYPE.get(type);
    }
}
