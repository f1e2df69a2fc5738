package dev.agentloop.event;

import dev.agentloop.UserInput;
import dev.agentloop.tool.ToolOutput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/**
 * One entry of a turn: a message, reasoning, a command, a tool call. Open: minor versions add kinds, tools may publish
 * their own. Implementations are records: immutable and equal by value.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface TurnItem {
    /** Unique within the session; the id of the model service where it gave one. */
    String id();

    /** Name of the kind in JSON, such as {@code agent_message}. */
    String type();

    /** How work that can fail stands. */
    enum Status {
        /** Running. */
        IN_PROGRESS,
        /** Ended well. */
        COMPLETED,
        /** Ended badly. */
        FAILED,
        /** Refused by a policy or by the approval handler; nothing was done. */
        DENIED,
        /** Given up because the turn was interrupted; effects unknown. */
        INTERRUPTED
    }

    /** What the user said. */
    record UserMessage(String id, UserInput input) implements TurnItem {
        @Override
        public String type() {
            return "user_message";
        }
    }

    /** What the model said. */
    record AgentMessage(String id, String text) implements TurnItem {
        @Override
        public String type() {
            return "agent_message";
        }
    }

    /**
     * What the model thought, as far as the service shows it.
     *
     * @param summary the service's summary; empty when there is none
     * @param text the reasoning itself; empty when the service keeps it to itself
     */
    record Reasoning(String id, String summary, String text) implements TurnItem {
        @Override
        public String type() {
            return "reasoning";
        }
    }

    /**
     * A command started by a tool.
     *
     * @param callId the tool call that started it; empty when started outside a call
     * @param output output and errors as they came, head and tail when over budget
     * @param exitCode 128 + n after signal n; empty while it runs or when it never started
     */
    record CommandExecution(
            String id,
            String callId,
            List<String> argv,
            Path workingDirectory,
            Status status,
            String output,
            OptionalInt exitCode,
            Duration duration)
            implements TurnItem {
        public CommandExecution {
            argv = List.copyOf(argv);
        }

        @Override
        public String type() {
            return "command_execution";
        }
    }

    /** Files changed by a tool, all at once. */
    record FileChange(String id, String callId, List<Change> changes, Status status) implements TurnItem {
        public FileChange {
            changes = List.copyOf(changes);
        }

        @Override
        public String type() {
            return "file_change";
        }

        /**
         * One file.
         *
         * @param path the file, absolute
         * @param movedTo its new place
         * @param diff a unified diff for people; empty for binary files
         */
        public record Change(Path path, Kind kind, Optional<Path> movedTo, String diff) {}

        /** What happened to a file. */
        public enum Kind {
            /** New. */
            ADDED,
            /** Changed, perhaps moved. */
            UPDATED,
            /** Gone. */
            DELETED
        }
    }

    /**
     * A call of one of the agent's tools, built-in, annotated or from an MCP server.
     *
     * @param id the item's id
     * @param callId the model's id of the call
     * @param output the answer once there is one
     */
    record ToolInvocation(
            String id,
            String callId,
            String toolName,
            String argumentsJson,
            Status status,
            Optional<ToolOutput> output,
            Duration duration)
            implements TurnItem {
        @Override
        public String type() {
            return "tool_invocation";
        }
    }

    /** The agent's plan, as its plan tool last wrote it. */
    record PlanUpdate(String id, String explanation, List<Step> steps) implements TurnItem {
        public PlanUpdate {
            steps = List.copyOf(steps);
        }

        @Override
        public String type() {
            return "plan_update";
        }

        /**
         * One step.
         *
         * @param status {@code pending}, {@code in_progress} or {@code completed}
         */
        public record Step(String text, String status) {}
    }

    /**
     * Older history was replaced by a summary.
     *
     * @param strategy how, such as {@code local_summary}
     */
    record ContextCompaction(String id, String strategy, long tokensBefore, long tokensAfter) implements TurnItem {
        @Override
        public String type() {
            return "context_compaction";
        }
    }
}
