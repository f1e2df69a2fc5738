package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.json.SchemaFromType;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolOutput;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a tool method returns into an output. Records, collections, arrays and maps become JSON, checked against the
 * schema of their type; texts, numbers, dates and the like become plain text, without quotes; a method without a result
 * says that it is done. A stage is waited for.
 *
 * @param schema the output schema; empty for plain text, for ready outputs, and for types that cannot be described
 * @param nothing whether the method never has a result
 */
record ReturnedValue(Optional<JsonSchema> schema, boolean nothing) {
    private static final ToolOutput DONE = ToolOutput.text("Done.");

    static ReturnedValue of(JavaType declared) {
        JavaType stage = declared.findSuperType(CompletionStage.class);
        JavaType type = stage == null ? declared : stage.containedTypeOrUnknown(0);
        boolean nothing = type.hasRawClass(void.class) || type.hasRawClass(Void.class);
        return new ReturnedValue(isStructured(type) ? describe(type) : Optional.empty(), nothing);
    }

    private static boolean isStructured(JavaType type) {
        Class<?> raw = type.getRawClass();
        boolean ready = ToolOutput.class.isAssignableFrom(raw)
                || Content.class.isAssignableFrom(raw)
                || type.getContentType() != null && type.getContentType().isTypeOrSubTypeOf(Content.class);
        return !ready
                && (raw.isRecord()
                        || type.isCollectionLikeType()
                        || type.isMapLikeType()
                        || type.isArrayType() && raw != byte[].class
                        || type.isReferenceType() && isStructured(type.getContentType()));
    }

    private static Optional<JsonSchema> describe(JavaType type) {
        try {
            return Optional.of(SchemaFromType.of(type));
        } catch (AgentConfigurationException notDescribable) {
            return Optional.empty();
        }
    }

    /**
     * @throws Exception what the stage failed with
     * @throws java.util.concurrent.CancellationException when the call was cancelled while waiting
     */
    ToolOutput toOutput(@Nullable Object value, Cancellation cancellation) throws Exception {
        if (value instanceof CompletionStage<?> stage) {
            return toOutput(StageAwait.await(stage, cancellation), cancellation);
        }
        if (value instanceof ToolOutput output) {
            return output;
        }
        if (value instanceof Content content) {
            return ToolOutput.of(content);
        }
        if (nothing) {
            return DONE;
        }
        List<Content> parts = contents(value);
        if (!parts.isEmpty()) {
            return ToolOutput.of(parts.toArray(Content[]::new));
        }
        return json(value);
    }

    private ToolOutput json(@Nullable Object value) {
        String json = Json.write(value);
        JsonNode tree = Json.toTree(value);
        boolean structured = tree.isContainerNode() || schema.isPresent();
        if (structured) {
            return new ToolOutput(List.of(new Content.Text(json)), false, Optional.of(json));
        }
        return ToolOutput.text(tree.isTextual() ? tree.textValue() : json);
    }

    /** The elements of a collection that holds nothing but content, such as a text and an image. */
    private static List<Content> contents(@Nullable Object value) {
        if (value instanceof Collection<?> collection && collection.stream().allMatch(Content.class::isInstance)) {
            return collection.stream().map(Content.class::cast).toList();
        }
        return List.of();
    }
}
