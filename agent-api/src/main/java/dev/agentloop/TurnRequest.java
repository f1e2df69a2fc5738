package dev.agentloop;

import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.tool.JsonSchema;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** What one turn is asked to do. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class TurnRequest {
    private final UserInput input;
    private final Optional<Class<?>> outputType;
    private final Optional<JsonSchema> outputSchema;
    private final Optional<String> model;
    private final Optional<ReasoningEffort> effort;
    private final boolean pinned;

    private TurnRequest(Builder from, UserInput input) {
        this.input = input;
        this.outputType = Optional.ofNullable(from.outputType);
        this.outputSchema = Optional.ofNullable(from.outputSchema);
        this.model = Optional.ofNullable(from.model);
        this.effort = Optional.ofNullable(from.effort);
        this.pinned = from.pinned;
    }

    /** A request of one text. */
    public static TurnRequest text(String text) {
        return builder().text(text).build();
    }

    /** An empty request, to be filled. */
    public static Builder builder() {
        return new Builder();
    }

    /** What the user says. */
    public UserInput input() {
        return input;
    }

    /** Type the answer must fit. */
    public Optional<Class<?>> outputType() {
        return outputType;
    }

    /** Schema the answer must follow, when no type was given. */
    public Optional<JsonSchema> outputSchema() {
        return outputSchema;
    }

    /** The model of this turn; empty: the agent's. */
    public Optional<String> model() {
        return model;
    }

    /** How hard to think in this turn; empty: the agent's setting. */
    public Optional<ReasoningEffort> effort() {
        return effort;
    }

    /** Whether the input survives every compaction. */
    public boolean pinned() {
        return pinned;
    }

    /** Collects a request; not thread-safe. */
    public static final class Builder {
        private @Nullable UserInput input;
        private @Nullable Class<?> outputType;
        private @Nullable JsonSchema outputSchema;
        private @Nullable String model;
        private @Nullable ReasoningEffort effort;
        private boolean pinned;

        private Builder() {}

        /** Adds a text to the input. */
        public Builder text(String text) {
            return input(UserInput.text(text));
        }

        /** Adds to the input. */
        public Builder input(UserInput more) {
            this.input = input == null ? Objects.requireNonNull(more, "more") : input.and(more);
            return this;
        }

        /** The answer must be JSON that fits this type, usually a record. */
        public Builder output(Class<?> type) {
            this.outputType = Objects.requireNonNull(type, "type");
            this.outputSchema = null;
            return this;
        }

        /** The answer must be JSON that follows this schema. */
        public Builder outputSchema(JsonSchema schema) {
            this.outputSchema = Objects.requireNonNull(schema, "schema");
            this.outputType = null;
            return this;
        }

        /** Another model for this turn. */
        public Builder model(String model) {
            this.model = Objects.requireNonNull(model, "model");
            return this;
        }

        /** Another effort for this turn. */
        public Builder effort(ReasoningEffort effort) {
            this.effort = Objects.requireNonNull(effort, "effort");
            return this;
        }

        /** Keeps the input through every compaction, as the first input of a session is kept anyway. */
        public Builder pinned() {
            this.pinned = true;
            return this;
        }

        /** @throws IllegalArgumentException when there is no input */
        public TurnRequest build() {
            if (input == null) {
                throw new IllegalArgumentException("A turn request needs input: call text(...) or input(...)");
            }
            return new TurnRequest(this, input);
        }
    }
}
