package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a tool that a stateless server wants repeated as HTTP headers, by the {@code x-mcp-header} of their
 * schemas.
 */
public final class ParamHeaders {
    private static final String ANNOTATION = "x-mcp-header";
    private static final String PREFIX = "Mcp-Param-";
    private static final Set<String> PRIMITIVES = Set.of("string", "integer", "boolean");

    private final Map<String, String> headerByArgument;

    private ParamHeaders(Map<String, String> headerByArgument) {
        this.headerByArgument = headerByArgument;
    }

    /** What is wrong with the annotations of a schema, so that its tool must not be used; empty when nothing is. */
    public static Optional<String> problem(JsonNode inputSchema) {
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, JsonNode> property :
                inputSchema.path("properties").properties()) {
            JsonNode header = property.getValue().path(ANNOTATION);
            if (!header.isMissingNode()) {
                String name = header.asText();
                String type = property.getValue().path("type").asText();
                if (!header.isTextual() || !isToken(name)) {
                    return Optional.of("'" + name + "' of property " + property.getKey() + " is no header name");
                }
                if (!PRIMITIVES.contains(type)) {
                    return Optional.of("property " + property.getKey() + " of type '" + type
                            + "' cannot be a header; only string, integer and boolean can");
                }
                if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                    return Optional.of("two properties are to be the header " + name);
                }
            }
        }
        return Optional.empty();
    }

    /** The headers of a schema in which nothing is wrong. */
    public static ParamHeaders of(JsonNode inputSchema) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property :
                inputSchema.path("properties").properties()) {
            if (property.getValue().has(ANNOTATION)) {
                headers.put(
                        property.getKey(),
                        PREFIX + property.getValue().path(ANNOTATION).asText());
            }
        }
        return new ParamHeaders(headers);
    }

    /** The headers for these arguments; what is absent or null has none. */
    public Map<String, String> values(JsonNode arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        headerByArgument.forEach((argument, header) -> {
            JsonNode value = arguments.path(argument);
            if (value.isValueNode() && !value.isNull()) {
                values.put(header, headerValue(value.asText()));
            }
        });
        return values;
    }

    /** A text as a header can carry it: as it is, or as Base64 where that would change or break it. */
    public static String headerValue(String text) {
        boolean plain = text.equals(text.strip())
                && text.chars().allMatch(c -> c >= ' ' && c <= '~')
                && !(text.startsWith("=?base64?") && text.endsWith("?="));
        return plain
                ? text
                : "=?base64?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c > ' ' && c <= '~' && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }
}
