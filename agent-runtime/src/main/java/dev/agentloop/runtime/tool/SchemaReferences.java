package dev.agentloop.runtime.tool;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the references of a schema: nothing is loaded from elsewhere, so each must lead to a place in the same document,
 * and following them must come to an end.
 */
final class SchemaReferences {
    private static final List<String> META_SCHEMAS =
            List.of("http://json-schema.org/draft-", "https://json-schema.org/draft/");
    private static final List<String> BRANCHES = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> SINGLE = List.of("not", "if", "then", "else");

    private final JsonNode root;
    private final Set<String> ids = new HashSet<>();
    private final Set<String> anchors = new HashSet<>();
    private final Map<JsonNode, Boolean> finished = new IdentityHashMap<>();
    private final Set<JsonNode> open = Collections.newSetFromMap(new IdentityHashMap<>());

    SchemaReferences(JsonNode root) {
        this.root = root;
        collectNames(root);
    }

    /** @throws IllegalArgumentException naming the reference */
    void check() {
        check(root);
    }

    private void collectNames(JsonNode node) {
        for (String keyword : List.of("$id", "id")) {
            String id = node.path(keyword).asText("");
            (id.startsWith("#") ? anchors : ids).add(id.startsWith("#") ? id.substring(1) : withoutFragment(id));
        }
        for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
            anchors.add(node.path(keyword).asText(""));
        }
        node.forEach(this::collectNames);
    }

    private void check(JsonNode node) {
        if (node.path("$ref").isTextual()) {
            String reference = node.path("$ref").textValue();
            if (!isKnown(reference)) {
                throw new IllegalArgumentException(
                        "$ref \"" + reference + "\" leads to no place in the schema; nothing is"
                                + " loaded from elsewhere, so put the definition under \"$defs\"");
            }
            follow(node);
        }
        node.forEach(this::check);
    }

    private boolean isKnown(String reference) {
        if (!reference.startsWith("#")) {
            String target = withoutFragment(reference);
            return META_SCHEMAS.stream().anyMatch(target::startsWith)
                    || ids.stream().anyMatch(id -> !id.isEmpty() && (id.equals(target) || id.endsWith("/" + target)));
        }
        boolean hasParts = ids.stream().filter(id -> !id.isEmpty()).count() > 1;
        return hasParts
                || target(reference).isPresent()
                || anchors.contains(reference.substring(1))
                || reference.equals("#");
    }

    /** The place a reference within the document leads to; nothing for anchors and for other documents. */
    private Optional<JsonNode> target(String reference) {
        if (reference.equals("#")) {
            return Optional.of(root);
        }
        if (!reference.startsWith("#/")) {
            return Optional.empty();
        }
        String pointer = URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        JsonNode target = root.at(JsonPointer.compile(pointer));
        return target.isMissingNode() ? Optional.empty() : Optional.of(target);
    }

    /** Follows all schemas that apply to the same value; coming back to one of them would never end. */
    private void follow(JsonNode schema) {
        if (finished.containsKey(schema)) {
            return;
        }
        if (!open.add(schema)) {
            throw new IllegalArgumentException("$ref \"" + schema.path("$ref").asText("#")
                    + "\" leads back to itself without looking at a part of the value, which never ends");
        }
        if (schema.path("$ref").isTextual()) {
            target(schema.path("$ref").textValue()).ifPresent(this::follow);
        }
        BRANCHES.forEach(keyword -> schema.path(keyword).forEach(this::follow));
        SINGLE.stream().filter(schema::has).forEach(keyword -> follow(schema.path(keyword)));
        schema.path("dependentSchemas").forEach(this::follow);
        open.remove(schema);
        finished.put(schema, true);
    }

    private static String withoutFragment(String reference) {
        int fragment = reference.indexOf('#');
        return fragment < 0 ? reference : reference.substring(0, fragment);
    }
}
