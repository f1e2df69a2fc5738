package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.Opaque;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds of model items in JSON. A provider's own form stands in the text member {@code opaque.json}, so it comes back
 * byte for byte. Of an item of another class only that form can be kept.
 */
final class ModelItemKinds {
    static final Kinds<ModelItem> KINDS = new Kinds<>(
            "model item",
            Map.of(
                    "message", ModelItem.Message.class,
                    "call", ModelItem.Call.class,
                    "call_output", ModelItem.CallOutput.class,
                    "reasoning", ModelItem.Reasoning.class,
                    "hosted", ModelItem.Hosted.class),
            ModelItemKinds::writeOther,
            ModelItemKinds::readOther);

    private ModelItemKinds() {}

    private static ObjectNode writeOther(ModelItem item) {
        Opaque opaque = item.opaque()
                .orElseThrow(() -> new IllegalArgumentException(item.getClass().getTypeName()
                        + " cannot be stored: a model item of an own class needs an opaque form"));
        String name = item.getClass().getSimpleName();
        return KINDS.write(
                new ModelItem.Hosted(new HostedItem.Unknown("", name, "", opaque.json()), Optional.of(opaque)));
    }

    private static ModelItem readOther(String name, ObjectNode node) {
        Optional<Opaque> opaque =
                node.has("opaque") ? Optional.of(Json.bindStored(node.path("opaque"), Opaque.class)) : Optional.empty();
        return new ModelItem.Hosted(
                new HostedItem.Unknown(node.path("id").asText(""), name, "", Json.writeStored(node)), opaque);
    }
}
