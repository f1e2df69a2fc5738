package dev.agentloop.runtime.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.HostedItem;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.sandbox.HostRule;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.Content;
import java.io.IOException;
import java.util.function.Function;

/** JSON forms of the API's open interfaces and of its values that are written as text. */
final class StoredTypes {
    private StoredTypes() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("stored");
        ValueTypes.text(module, SessionId.class, SessionId::new);
        ValueTypes.text(module, TurnId.class, TurnId::new);
        ValueTypes.text(module, HostRule.class, HostRule::parse);
        open(module, Content.class, ContentKinds.KINDS::write, ContentKinds.KINDS::read);
        open(module, TurnItem.class, TurnItemKinds.KINDS::write, TurnItemKinds::read);
        open(module, ModelItem.class, ModelItemKinds.KINDS::write, ModelItemKinds.KINDS::read);
        open(module, ApprovalRequest.class, ApprovalKinds.KINDS::write, ApprovalKinds.KINDS::read);
        reader(module, HostedItem.class, TurnItemKinds::readHosted);
        return module;
    }

    private static <T> void open(
            SimpleModule module, Class<T> type, Function<T, ? extends JsonNode> write, Function<JsonNode, T> read) {
        module.addSerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeTree(write.apply(value));
            }
        });
        reader(module, type, read);
    }

    private static <T> void reader(SimpleModule module, Class<T> type, Function<JsonNode, T> read) {
        module.addDeserializer(type, new JsonDeserializer<T>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return read.apply(in.readValueAsTree());
            }
        });
    }
}
