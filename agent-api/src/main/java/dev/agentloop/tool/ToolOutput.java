package dev.agentloop.tool;

import dev.agentloop.spi.AgentRuntimeProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The answer to one tool call. Immutable. A failed output is data for the model, not an exception: the model reads it
 * and usually tries something else.
 *
 * @param content what the model sees, in order
 * @param failed whether the call failed
 * @param structuredJson the same answer as JSON, checked against the tool's output schema when it has one
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ToolOutput(List<Content> content, boolean failed, Optional<String> structuredJson) {
    public ToolOutput {
        content = List.copyOf(content);
    }

    /** A successful output of one text. */
    public static ToolOutput text(String text) {
        return new ToolOutput(List.of(new Content.Text(text)), false, Optional.empty());
    }

    /** A failed output. Say what went wrong and what to do instead: the model reads it. */
    public static ToolOutput error(String message) {
        return new ToolOutput(List.of(new Content.Text(message)), true, Optional.empty());
    }

    /**
     * A successful output made from a value: a record, a collection, a map.
     *
     * @throws IllegalArgumentException when the value cannot be written as JSON
     */
    public static ToolOutput json(Object value) {
        return ofJson(AgentRuntimeProvider.current().valueToJson(value));
    }

    /** A successful output that is a JSON document already. */
    public static ToolOutput ofJson(String json) {
        return new ToolOutput(List.of(new Content.Text(json)), false, Optional.of(json));
    }

    /** A successful output of several parts, such as a text and an image. */
    public static ToolOutput of(Content... parts) {
        return new ToolOutput(List.of(parts), false, Optional.empty());
    }

    /** The text parts, joined by line ends. */
    public String text() {
        List<String> texts = new ArrayList<>();
        for (Content part : content) {
            if (part instanceof Content.Text text) {
                texts.add(text.text());
            }
        }
        return String.join("\n", texts);
    }
}
