package dev.agentloop.runtime.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.Opaque;
import dev.agentloop.runtime.model.http.JsonText;
import dev.agentloop.runtime.model.http.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of reasoning being received. Its own form is the member it came in: {@code reasoning_content},
 * {@code reasoning}, the parts of {@code reasoning_details} put together, or {@code thinking} parts of the content.
 */
final class Thinking {
    /** The array form; where it is given, the plain text beside it repeats it. */
    static final String DETAILS = "reasoning_details";

    /** Thoughts among the parts of the content. */
    static final String PART = "thinking";

    /** The forms that are one text; servers that send two of them say the same twice. */
    static final List<String> TEXTS = List.of("reasoning_content", "reasoning", PART);

    private static final Set<String> GROWING = Set.of("text", "summary", "data");
    private static final int MOST_DETAILS = 10_000;

    private final String itemId;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder summary = new StringBuilder();
    private final ArrayNode details = JsonNodeFactory.instance.arrayNode();
    private String member = "";

    Thinking(String itemId) {
        this.itemId = itemId;
    }

    String itemId() {
        return itemId;
    }

    void addText(String from, String more) {
        member = member.isEmpty() ? from : member;
        text.append(more);
    }

    void addSummary(String more) {
        summary.append(more);
    }

    /** Adds a fragment of the array form to the entry with its index and type, or as a new one. */
    void addDetail(ObjectNode fragment) {
        ObjectNode entry = entryOf(fragment);
        if (entry == null) {
            if (details.size() < MOST_DETAILS) {
                details.add(fragment);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> field : fragment.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (GROWING.contains(name) && value.isTextual()) {
                entry.put(name, WireJson.text(entry, name) + value.textValue());
            } else if (!value.isNull()) {
                entry.set(name, value);
            }
        }
    }

    ModelItem done(String providerId) {
        String own;
        if (!details.isEmpty()) {
            own = "{\"" + DETAILS + "\":" + details + "}";
        } else {
            own = JsonText.object(member.isEmpty() ? "reasoning" : member, text.toString());
        }
        return new ModelItem.Reasoning(
                "", summary.toString(), text.toString(), Optional.of(new Opaque(providerId, own)));
    }

    private @Nullable ObjectNode entryOf(ObjectNode fragment) {
        JsonNode last = details.isEmpty() ? null : details.get(details.size() - 1);
        return last instanceof ObjectNode entry
                        && fragment.path("index").isIntegralNumber()
                        && fragment.path("index").equals(entry.path("index"))
                        && fragment.path("type").equals(entry.path("type"))
                ? entry
                : null;
    }
}
