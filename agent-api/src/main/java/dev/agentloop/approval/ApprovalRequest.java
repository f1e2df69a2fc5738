package dev.agentloop.approval;

import dev.agentloop.TurnId;
import dev.agentloop.sandbox.HostRule;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.session.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A question to the approval handler. Open: minor versions add kinds, so handlers deny what they do not know.
 * Implementations are records.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ApprovalRequest {
    /** Where the question comes from. */
    Origin origin();

    /** Why it is asked, for a person. */
    String reason();

    /** Identity of the question; survives a restart. */
    default String id() {
        return origin().id();
    }

    /** The session that asks. */
    default SessionId sessionId() {
        return origin().sessionId();
    }

    /** The turn that asks. */
    default TurnId turnId() {
        return origin().turnId();
    }

    /** The tool call that asks. */
    default String callId() {
        return origin().callId();
    }

    /**
     * Where a question comes from.
     *
     * @param id identity of the question
     * @param sessionId the session that asks
     * @param turnId the turn that asks
     * @param callId the tool call that asks
     */
    record Origin(String id, SessionId sessionId, TurnId turnId, String callId) {}

    /**
     * May this command run?
     *
     * @param argv exactly what would be started
     * @param rule the line of a rule file that {@link ApprovalDecision#approveAlways()} adds to the agent's rules; empty
     *     when no rule would let the command run without a question
     */
    record RunCommand(Origin origin, String reason, List<String> argv, Path workingDirectory, Optional<String> rule)
            implements ApprovalRequest {
        public RunCommand {
            argv = List.copyOf(argv);
            Objects.requireNonNull(rule, "rule");
        }

        /** Without a rule. */
        public RunCommand(Origin origin, String reason, List<String> argv, Path workingDirectory) {
            this(origin, reason, argv, workingDirectory, Optional.empty());
        }
    }

    /**
     * May these files be changed?
     *
     * @param diff unified diff of all of them
     */
    record ApplyPatch(Origin origin, String reason, List<Path> paths, String diff) implements ApprovalRequest {
        public ApplyPatch {
            paths = List.copyOf(paths);
        }
    }

    /**
     * May this tool be called with these arguments?
     *
     * @param definition a fingerprint of the tool's description and schemas: an approval for longer than this call holds
     *     until it changes
     */
    record CallTool(Origin origin, String reason, String toolName, String argumentsJson, Optional<String> definition)
            implements ApprovalRequest {
        /** A question about a tool whose definition is not known. */
        public CallTool(Origin origin, String reason, String toolName, String argumentsJson) {
            this(origin, reason, toolName, argumentsJson, Optional.empty());
        }
    }

    /**
     * May this be asked of the agent's model on behalf of a tool?
     *
     * @param asker who wants to know, such as the server of an external tool
     * @param prompt all that the model would read
     */
    record AskModel(Origin origin, String reason, String asker, String prompt) implements ApprovalRequest {}

    /**
     * May the sandbox be opened in one place?
     *
     * @param grant the smallest widening that lets the refused thing happen
     * @param argv the command it is for; empty when it is not for a command
     */
    record WidenSandbox(Origin origin, String reason, PermissionGrant grant, List<String> argv)
            implements ApprovalRequest {
        public WidenSandbox {
            argv = List.copyOf(argv);
        }
    }

    /**
     * May this network host be reached?
     *
     * @param host the host and its ports, as the sandbox's allow-list would have them
     * @param argv the command it is for; empty when it is not for a command
     */
    record NetworkHost(Origin origin, String reason, HostRule host, List<String> argv) implements ApprovalRequest {
        public NetworkHost {
            Objects.requireNonNull(host, "host");
            argv = List.copyOf(argv);
        }
    }
}
