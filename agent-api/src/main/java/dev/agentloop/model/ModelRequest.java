package dev.agentloop.model;

import dev.agentloop.tool.HostedTool;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apiguardian.api.API;

/** Everything a provider needs to ask a model once. Immutable. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class ModelRequest {
    private final String model;
    private final String instructions;
    private final List<ModelItem> input;
    private final List<ToolSpec> tools;
    private final List<HostedTool> hostedTools;
    private final Optional<ReasoningEffort> effort;
    private final Optional<JsonSchema> outputSchema;
    private final String cacheKey;
    private final BiConsumer<String, String> unsupported;

    private ModelRequest(Builder from) {
        this.model = from.model;
        this.instructions = from.instructions;
        this.input = from.input;
        this.tools = from.tools;
        this.hostedTools = from.hostedTools;
        this.effort = from.effort;
        this.outputSchema = from.outputSchema;
        this.cacheKey = from.cacheKey;
        this.unsupported = from.unsupported;
    }

    /** A request to this model. */
    public static Builder builder(String model) {
        return new Builder(model);
    }

    /** The model's name at its service. */
    public String model() {
        return model;
    }

    /** The instructions; the same in all requests of a session. May be empty. */
    public String instructions() {
        return instructions;
    }

    /** What was said so far, oldest first. Unmodifiable; its items are identity-stable. */
    public List<ModelItem> input() {
        return input;
    }

    /** The agent's tools in their fixed order. */
    public List<ToolSpec> tools() {
        return tools;
    }

    /** Tools the service runs itself, in their fixed order. */
    public List<HostedTool> hostedTools() {
        return hostedTools;
    }

    /** How hard to think; empty: the model's default. */
    public Optional<ReasoningEffort> effort() {
        return effort;
    }

    /** Schema the answer must follow. */
    public Optional<JsonSchema> outputSchema() {
        return outputSchema;
    }

    /** Key under which the service may cache the prefix: the session's id. May be empty. */
    public String cacheKey() {
        return cacheKey;
    }

    /**
     * Says that the service cannot carry something of this request. The session publishes each report once as a notice;
     * nothing is dropped silently.
     *
     * @param what the thing, such as {@code image content}
     * @param why the reason and what was done instead
     */
    public void reportUnsupported(String what, String why) {
        unsupported.accept(what, why);
    }

    @Override
    public String toString() {
        return "ModelRequest[model=" + model + ", items=" + input.size() + ", tools=" + tools.size() + "]";
    }

    /** Collects a request; not thread-safe. */
    public static final class Builder {
        private final String model;
        private String instructions = "";
        private List<ModelItem> input = List.of();
        private List<ToolSpec> tools = List.of();
        private List<HostedTool> hostedTools = List.of();
        private Optional<ReasoningEffort> effort = Optional.empty();
        private Optional<JsonSchema> outputSchema = Optional.empty();
        private String cacheKey = "";
        private BiConsumer<String, String> unsupported = (what, why) -> {};

        private Builder(String model) {
            this.model = Objects.requireNonNull(model, "model");
        }

        /** The instructions. */
        public Builder instructions(String instructions) {
            this.instructions = Objects.requireNonNull(instructions, "instructions");
            return this;
        }

        /** What was said so far; the list is not copied and must not change. */
        public Builder input(List<ModelItem> input) {
            this.input = Objects.requireNonNull(input, "input");
            return this;
        }

        /** The agent's tools; the list is not copied and must not change. */
        public Builder tools(List<ToolSpec> tools) {
            this.tools = Objects.requireNonNull(tools, "tools");
            return this;
        }

        /** Tools of the service. */
        public Builder hostedTools(List<HostedTool> tools) {
            this.hostedTools = List.copyOf(tools);
            return this;
        }

        /** How hard to think. */
        public Builder effort(Optional<ReasoningEffort> effort) {
            this.effort = Objects.requireNonNull(effort, "effort");
            return this;
        }

        /** Schema the answer must follow. */
        public Builder outputSchema(Optional<JsonSchema> schema) {
            this.outputSchema = Objects.requireNonNull(schema, "schema");
            return this;
        }

        /** Key of the prompt cache. */
        public Builder cacheKey(String key) {
            this.cacheKey = Objects.requireNonNull(key, "key");
            return this;
        }

        /** Where reports of unsupported things go. */
        public Builder onUnsupported(BiConsumer<String, String> whatAndWhy) {
            this.unsupported = Objects.requireNonNull(whatAndWhy, "whatAndWhy");
            return this;
        }

        /** The request. */
        public ModelRequest build() {
            return new ModelRequest(this);
        }
    }
}
