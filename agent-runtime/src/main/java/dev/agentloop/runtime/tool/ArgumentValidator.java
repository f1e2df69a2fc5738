package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.tool.ToolSpec;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Checks the arguments of a call before the tool runs. What is wrong becomes a text that tells the model which argument
 * breaks which rule, so that it can call again. Thread-safe.
 */
public final class ArgumentValidator {
    private static final String TRY_AGAIN = "\nThe tool was not run. Call it again with arguments that fit its schema.";

    private final SchemaValidator validator;

    /** A validator that compiles schemas in another one's cache. */
    public ArgumentValidator(SchemaValidator validator) {
        this.validator = Objects.requireNonNull(validator, "validator");
    }

    /**
     * The answer.
     *
     * @param argumentsJson the arguments to run the tool with: those given, or <code>{}</code> for an empty text
     * @param problem what is wrong, for the model; empty when the tool may run
     */
    public record Checked(String argumentsJson, Optional<String> problem) {}

    /**
     * Checks arguments. An empty text, which some servers send for calls without arguments, counts as an empty object
     * where that is enough.
     */
    public Checked check(ToolSpec tool, String argumentsJson) {
        boolean empty = argumentsJson.isBlank();
        String text = empty ? "{}" : argumentsJson;
        String problem = problem(tool, text);
        if (problem.isEmpty()) {
            return new Checked(text, Optional.empty());
        }
        String shown = empty
                ? "The arguments are an empty text; send a JSON object" + needed(tool) + ".\n" + problem
                : problem;
        return new Checked(
                argumentsJson, Optional.of("Invalid arguments for tool '" + tool.name() + "':\n" + shown + TRY_AGAIN));
    }

    private String problem(ToolSpec tool, String text) {
        JsonNode arguments;
        try {
            arguments = Json.tree(text);
        } catch (IllegalArgumentException e) {
            return "- $: " + e.getMessage() + ". Send one JSON object" + needed(tool) + ".";
        }
        try {
            return validator.problems(tool.inputSchema(), arguments);
        } catch (IllegalArgumentException e) {
            return "- $: the arguments cannot be checked. " + e.getMessage();
        }
    }

    private static String needed(ToolSpec tool) {
        JsonNode required = Json.tree(tool.inputSchema().json()).path("required");
        return required.isEmpty()
                ? ""
                : StreamSupport.stream(required.spliterator(), false)
                        .limit(20)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining(", ", " with ", ""));
    }
}
