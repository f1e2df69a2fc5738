package dev.agentloop.tool;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;

/** What the model sees of a tool, and what the loop needs to know about it. Immutable; equal by value. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolSpec {
    /** Unique name: 1 to 64 letters, digits, {@code _} or {@code -} (the rule of the model services). */
    String name();

    /** What the tool does, for the model. */
    String description();

    /** Schema of the arguments, an object. Arguments are checked against it before the handler runs. */
    JsonSchema inputSchema();

    /** Schema of a structured output, if the tool promises one; outputs are checked against it. */
    Optional<JsonSchema> outputSchema();

    /**
     * Lark grammar of a freeform input, for models that take freeform tools. Such a call's input arrives as
     * {@link ToolCall#input()}; other models get the plain function form with {@link #inputSchema()}.
     */
    Optional<String> grammar();

    /** What is known about the tool. Never trusted when it comes from a server outside this process. */
    Set<Trait> traits();

    /** Whether the service should hold the model to the schema strictly. Most real schemas break the rules of that mode. */
    boolean strict();

    /** Properties that change how the loop treats a call. */
    enum Trait {
        /** Changes nothing. A call found started but unfinished after a crash is run again. */
        READ_ONLY,
        /** Running twice is the same as running once. A call found unfinished after a crash is run again. */
        IDEMPOTENT,
        /** May destroy something that cannot be brought back. */
        DESTRUCTIVE,
        /** May run beside other calls of the same response that are also parallel-safe. */
        PARALLEL_SAFE,
        /**
         * Starts commands or touches files under the sandbox policy. An agent with such a tool is built only when the
         * policy can be enforced.
         */
        SANDBOXED,
        /** Every call is a question to the approval handler first. */
        NEEDS_APPROVAL
    }

    /** A specification with this name. */
    static Builder builder(String name) {
        return new Builder(name);
    }

    /** Collects a specification; not thread-safe. */
    final class Builder {
        private final String name;
        private String description = "";
        private JsonSchema inputSchema = JsonSchema.EMPTY_OBJECT;
        private Optional<JsonSchema> outputSchema = Optional.empty();
        private Optional<String> grammar = Optional.empty();
        private final Set<Trait> traits = EnumSet.noneOf(Trait.class);
        private boolean strict;

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /** What the tool does, for the model. */
        public Builder description(String description) {
            this.description = Objects.requireNonNull(description, "description");
            return this;
        }

        /** Schema of the arguments; default: an object without properties. */
        public Builder inputSchema(JsonSchema schema) {
            this.inputSchema = Objects.requireNonNull(schema, "schema");
            return this;
        }

        /** Schema of the arguments as text. */
        public Builder inputSchema(String json) {
            return inputSchema(new JsonSchema(json));
        }

        /** Schema of a structured output; default: none. */
        public Builder outputSchema(JsonSchema schema) {
            this.outputSchema = Optional.of(schema);
            return this;
        }

        /** Lark grammar of a freeform input; default: none. */
        public Builder grammar(String lark) {
            this.grammar = Optional.of(lark);
            return this;
        }

        /** Adds properties. */
        public Builder traits(Trait... added) {
            for (Trait trait : added) {
                traits.add(trait);
            }
            return this;
        }

        /** Whether the service should hold the model to the schema strictly; default false. */
        public Builder strict(boolean strict) {
            this.strict = strict;
            return this;
        }

        /** The specification. Names and schemas are checked when an agent is built, with all tools in view. */
        public ToolSpec build() {
            return new DeclaredToolSpec(
                    name, description, inputSchema, outputSchema, grammar, Set.copyOf(traits), strict);
        }
    }
}
