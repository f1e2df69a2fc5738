package dev.agentloop.spi;

import dev.agentloop.model.ModelCompaction;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ModelStream;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * A model service. Thread-safe; one instance serves all sessions of an agent. Does not retry: the runtime does, led by
 * {@link dev.agentloop.ModelException#retryable()} and {@link dev.agentloop.ModelException#retryAfter()}.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ModelProvider {
    /** Stable name, stored with {@link dev.agentloop.model.Opaque} items. */
    String id();

    /**
     * Sends a request and returns once the service has accepted it. The request's input is append-only: unless the
     * session was compacted, the input of a session's previous request is a prefix of this one.
     *
     * @throws dev.agentloop.ModelException when the service refuses or cannot be reached
     * @throws InterruptedException when the thread is interrupted
     */
    ModelStream open(ModelRequest request) throws InterruptedException;

    /**
     * Asks the service how many input tokens a request has, for providers whose services can tell; empty: it cannot.
     *
     * @throws dev.agentloop.ModelException when the service refuses or cannot be reached
     * @throws InterruptedException when the thread is interrupted
     */
    default OptionalLong countTokens(ModelRequest request) throws InterruptedException {
        return OptionalLong.empty();
    }

    /**
     * Asks the service itself for a short form of a conversation, which a later input can hold in its place.
     *
     * @param request the conversation, as it would be sent to {@link #open}
     * @return empty when the service has no such request
     * @throws dev.agentloop.ModelException when the service refuses or cannot be reached
     * @throws InterruptedException when the thread is interrupted
     */
    default Optional<ModelCompaction> compact(ModelRequest request) throws InterruptedException {
        return Optional.empty();
    }

    /**
     * An item that, as the last of an input, makes the service answer with one item that is a short form of the
     * conversation; empty when the service has no such item.
     */
    default Optional<ModelItem> compactionTrigger() {
        return Optional.empty();
    }

    /** What is known about a model. */
    default ModelInfo info(String model) {
        return ModelInfo.unknown(model);
    }

    /** The model used when the agent names none; empty: the agent must name one. */
    default String defaultModel() {
        return "";
    }
}
