package dev.agentloop.model;

import dev.agentloop.TokenUsage;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One step of a model's streamed response. Open: minor versions add kinds; the loop ignores what it does not know.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ModelEvent {

    /**
     * An item began.
     *
     * @param itemId its id, unique in the response
     * @param kind what it will be
     * @param name of a call, the tool; else empty
     */
    record ItemStarted(String itemId, Kind kind, String name) implements ModelEvent {
        /** What an item will be. */
        public enum Kind {
            /** Text for the user. */
            MESSAGE,
            /** Reasoning. */
            REASONING,
            /** A call of one of the agent's tools. */
            CALL,
            /** Work of the service itself. */
            HOSTED
        }
    }

    /** More text of a message. */
    record TextDelta(String itemId, String delta) implements ModelEvent {}

    /**
     * More reasoning.
     *
     * @param summary whether it belongs to the summary rather than to the reasoning itself
     */
    record ReasoningDelta(String itemId, String delta, boolean summary) implements ModelEvent {}

    /** More of a call's arguments. */
    record ArgumentsDelta(String itemId, String delta) implements ModelEvent {}

    /**
     * An item is final. A call may start now, before the response ends.
     *
     * @param itemId the id of its {@link ItemStarted}, if there was one
     */
    record ItemDone(String itemId, ModelItem item) implements ModelEvent {}

    /**
     * The response ended. The last event before the end of the stream.
     *
     * @param stopReason why
     * @param detail the service's own word for the reason; may be empty
     * @param responseId the service's id of the response; may be empty
     * @param model the model that answered; may be empty
     */
    record Completed(StopReason stopReason, String detail, TokenUsage usage, String responseId, String model)
            implements ModelEvent {
        public Completed {
            Objects.requireNonNull(stopReason, "stopReason");
            Objects.requireNonNull(usage, "usage");
        }
    }

    /** Nothing but a sign of life, so that the idle timeout starts anew. */
    record KeepAlive() implements ModelEvent {
        /** The only instance needed. */
        public static final KeepAlive INSTANCE = new KeepAlive();
    }

    /**
     * An event of a kind this version does not know. Kept, never fatal.
     *
     * @param type the service's name of it
     * @param json its content, if it was kept
     */
    record Unknown(String type, Optional<String> json) implements ModelEvent {}

    /** Why a response ended. */
    enum StopReason {
        /** The model was done or waits for tool outputs. */
        DONE,
        /** The output limit was reached; what is there is incomplete. */
        MAX_OUTPUT_TOKENS,
        /** The service filtered the answer. */
        CONTENT_FILTER,
        /** Incomplete for another reason, see the detail. */
        OTHER
    }
}
