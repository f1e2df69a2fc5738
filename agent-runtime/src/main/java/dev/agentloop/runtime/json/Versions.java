package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The {@code "version"} member of every document: written first, checked when read. */
final class Versions {
    private Versions() {}

    /** The members of a node after a version. */
    static ObjectNode add(int version, JsonNode members) {
        ObjectNode node = Json.object().put("version", version);
        node.setAll((ObjectNode) members);
        return node;
    }

    /** Checks that a document is an object of a version that can be read, and returns it without the version. */
    static ObjectNode remove(String what, int newest, JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            throw new IllegalArgumentException("No " + what + ": a JSON object is expected");
        }
        JsonNode version = object.path("version");
        if (!version.isInt() || version.intValue() < 1) {
            throw new IllegalArgumentException(
                    "version: the " + what + " needs a member \"version\", a number from 1 to " + newest);
        }
        if (version.intValue() > newest) {
            throw new IllegalArgumentException("version: the " + what + " has version " + version
                    + ", this library reads up to " + newest + "; use a newer library");
        }
        return object.deepCopy().without("version");
    }
}
