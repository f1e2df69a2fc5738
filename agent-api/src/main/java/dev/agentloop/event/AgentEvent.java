package dev.agentloop.event;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.TurnStatus;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.session.SessionId;
import dev.agentloop.spi.AgentRuntimeProvider;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A numbered fact about a session. Immutable; can be kept, compared, and written as one line of JSON.
 *
 * <pre>
 * SessionStarted
 * TurnStarted                                        exactly one per turn
 *   ItemStarted  ItemDelta*  ItemUpdated*  ItemCompleted     nested by item id; items overlap when tools run in parallel
 *   ApprovalRequested  ApprovalResolved              inside the item of the call
 *   UsageUpdated                                     once per model response
 *   Notice                                           anywhere
 * TurnCompleted | TurnFailed                         exactly one per turn, last
 * </pre>
 *
 * <p>Switch over events with a {@code default} branch: {@link Other} is where minor versions add kinds.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public sealed interface AgentEvent {
    /** What every event carries. */
    EventHeader header();

    /** The session that published it. */
    default SessionId sessionId() {
        return header().sessionId();
    }

    /** The session that started this one as a child. */
    default Optional<SessionId> parent() {
        return header().parent();
    }

    /** The turn it belongs to; empty for events of the session itself. */
    default Optional<TurnId> turnId() {
        return header().turnId();
    }

    /** When it happened. */
    default Instant at() {
        return header().at();
    }

    /** Its number in the opened session, from 1, without a gap. */
    default long sequence() {
        return header().sequence();
    }

    /**
     * One line of JSON with a {@code "version"} and a {@code "type"} member. Readers must accept unknown members and
     * types.
     */
    default String toJson() {
        return AgentRuntimeProvider.current().eventToJson(this);
    }

    /**
     * A session was opened.
     *
     * @param header what every event carries
     * @param origin how it came to be
     * @param workingDirectory its working directory
     */
    record SessionStarted(EventHeader header, Origin origin, Path workingDirectory) implements AgentEvent {
        /** How a session came to be. */
        public enum Origin {
            /** New. */
            STARTED,
            /** Read back from the store. */
            RESUMED,
            /** Branched from another session. */
            FORKED
        }
    }

    /**
     * A turn began, or went on after an approval was answered.
     *
     * @param header what every event carries
     * @param model the model asked first
     * @param continued whether this goes on with a suspended turn
     */
    record TurnStarted(EventHeader header, String model, boolean continued) implements AgentEvent {}

    /**
     * An item began. It is as complete as known: a message has no text yet, a command has no output.
     *
     * @param header what every event carries
     * @param item its first form
     */
    record ItemStarted(EventHeader header, TurnItem item) implements AgentEvent {}

    /**
     * More of an item that is still growing.
     *
     * @param header what every event carries
     * @param itemId the item
     * @param part which text of the item grows
     * @param delta the text to append
     */
    record ItemDelta(EventHeader header, String itemId, Part part, String delta) implements AgentEvent {
        /** Which text of an item grows. */
        public enum Part {
            /** A message's text. */
            TEXT,
            /** Reasoning text, where a service shows it. */
            REASONING,
            /** A reasoning summary. */
            REASONING_SUMMARY,
            /** The arguments of a tool call, as the model writes them. */
            ARGUMENTS,
            /** Output of a command or progress of a tool. */
            OUTPUT
        }
    }

    /**
     * A running item changed in another way than by growing.
     *
     * @param header what every event carries
     * @param item its present form
     */
    record ItemUpdated(EventHeader header, TurnItem item) implements AgentEvent {}

    /**
     * An item is final.
     *
     * @param header what every event carries
     * @param item its last form
     */
    record ItemCompleted(EventHeader header, TurnItem item) implements AgentEvent {}

    /**
     * A question went to the approval handler.
     *
     * @param header what every event carries
     * @param request the question
     */
    record ApprovalRequested(EventHeader header, ApprovalRequest request) implements AgentEvent {}

    /**
     * A question was answered.
     *
     * @param header what every event carries
     * @param requestId the question
     * @param decision the answer; a deferred question is resolved when it is answered later
     */
    record ApprovalResolved(EventHeader header, String requestId, ApprovalDecision decision) implements AgentEvent {}

    /**
     * The model service reported what one response cost.
     *
     * @param header what every event carries
     * @param model the model that answered
     * @param usage this response
     * @param turnTotal the turn so far
     * @param prefixBreak where and why the request did not begin with the one before it, so that the service's prompt
     *     cache was of less use; empty when it did, and for the first request since the session was opened
     */
    record UsageUpdated(
            EventHeader header, String model, TokenUsage usage, TokenUsage turnTotal, Optional<PrefixBreak> prefixBreak)
            implements AgentEvent {
        /** The request began with the one before it. */
        public UsageUpdated(EventHeader header, String model, TokenUsage usage, TokenUsage turnTotal) {
            this(header, model, usage, turnTotal, Optional.empty());
        }
    }

    /**
     * Something a person should know that is no failure of the turn: a retry, a provider that could not be loaded, a
     * listener that threw.
     *
     * @param header what every event carries
     * @param code stable, dotted, such as {@code model.retry}
     * @param message plain words
     */
    record Notice(EventHeader header, String code, String message) implements AgentEvent {}

    /**
     * The turn ended without failing. Nothing of the turn follows.
     *
     * @param header what every event carries
     * @param status how it ended
     * @param finalMessage the last message of the model; empty when there is none
     * @param usage what the turn used
     */
    record TurnCompleted(EventHeader header, TurnStatus status, String finalMessage, TokenUsage usage)
            implements AgentEvent {}

    /**
     * The turn failed. Nothing of the turn follows.
     *
     * @param header what every event carries
     * @param failure why
     * @param usage what the turn used before
     */
    record TurnFailed(EventHeader header, Failure failure, TokenUsage usage) implements AgentEvent {}

    /** Kinds of events that minor versions add. */
    non-sealed interface Other extends AgentEvent {
        /** Dotted name of the kind. */
        String type();
    }
}
