package dev.agentloop.runtime.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.json.ItemJson;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.session.RecordFacts;
import dev.agentloop.session.RolloutRecord;
import java.util.Optional;

/** What lists and searches may say of records. */
final class FactsOf {
    private FactsOf() {}

    /** The user's words and the model's answers, not the context that every session begins with. */
    static String item(ModelItem item) {
        return item instanceof ModelItem.Message message
                        && (message.role() == ModelItem.Role.ASSISTANT
                                || !message.id().isEmpty())
                ? message.text()
                : "";
    }

    /** Facts of a record that was read from somewhere; empty when it has none, or cannot be understood. */
    static Optional<RecordFacts> record(RolloutRecord record) {
        try {
            return switch (record.type()) {
                case RecordType.ITEM ->
                    Optional.of(item(ItemJson.modelItemFromJson(member(record, "item"))))
                            .filter(text -> !text.isEmpty())
                            .map(text -> RecordFacts.text(record.sequence(), text));
                case RecordType.USAGE -> Optional.of(usage(record));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException ofAnotherVersion) {
            return Optional.empty();
        }
    }

    private static RecordFacts usage(RolloutRecord record) {
        TokenUsage usage = ItemJson.tokenUsageFromJson(member(record, "usage"));
        return RecordFacts.usage(record.sequence(), usage);
    }

    private static String member(RolloutRecord record, String name) {
        JsonNode tree = Json.storedTree(record.json());
        return tree.path(name).toString();
    }
}
