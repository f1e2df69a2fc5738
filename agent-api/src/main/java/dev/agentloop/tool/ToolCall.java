package dev.agentloop.tool;

import org.apiguardian.api.API;

/** One request of the model to run a tool. The arguments passed the tool's schema. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolCall {
    /** The model's id of this call, unique within its session. With the session id it is the idempotency key. */
    String callId();

    /** The tool's name. */
    String name();

    /** The arguments as a JSON object, as the model wrote them. A freeform call's input stands under {@code "input"}. */
    String argumentsJson();

    /** The text of a freeform call, or the argument {@code "input"} of the plain form; empty when there is neither. */
    String input();

    /**
     * The arguments as a Java value, usually a record.
     *
     * @throws ToolArgumentException when they do not fit the type; the loop sends its message to the model
     */
    <T> T arguments(Class<T> type);
}
