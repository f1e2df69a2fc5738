package dev.agentloop.runtime.model.http;

import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.CallOutput;
import dev.agentloop.model.ModelItem.Message;
import dev.agentloop.model.ModelItem.Reasoning;
import dev.agentloop.model.ModelItem.Role;
import dev.agentloop.model.Opaque;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of items, for wires that know one message per answer, which holds its reasoning, text and calls and is
 * followed directly by the outputs. Items know no such order. So items of the model join the answer before them until
 * all its calls have their outputs, and whatever else is said in between is moved behind these outputs.
 *
 * <p>Items that only another provider can read are left out and reported. Used for one request.
 */
public final class Conversation {
    private final String providerId;
    private final Writer writer;
    private final BiConsumer<String, String> unsupported;
    private final List<Message> held = new ArrayList<>();
    private @Nullable Answer answer;

    /** Takes the messages in their order. */
    public interface Writer {
        /** What the application or the user said. */
        void prompt(Message message) throws IOException;

        /** What the model answered, with the outputs of its calls. */
        void answer(Answer answer) throws IOException;
    }

    /** One answer of the model with the outputs of its calls. */
    public static final class Answer {
        private final List<ModelItem> items = new ArrayList<>();
        private final List<CallOutput> outputs = new ArrayList<>();
        private final Set<String> open = new LinkedHashSet<>();

        private Answer() {}

        /** Its items, without outputs. Reasoning and items of the service are those of this provider. */
        public List<ModelItem> items() {
            return items;
        }

        /** The items of one kind. */
        public <I extends ModelItem> List<I> items(Class<I> kind) {
            return items.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        /** The outputs of its calls. */
        public List<CallOutput> outputs() {
            return outputs;
        }

        private boolean isOver() {
            return !outputs.isEmpty() && open.isEmpty();
        }
    }

    /**
     * For one request.
     *
     * @param providerId whose own items can be sent
     * @param unsupported told what is left out, and why
     */
    public Conversation(String providerId, Writer writer, BiConsumer<String, String> unsupported) {
        this.providerId = providerId;
        this.writer = writer;
        this.unsupported = unsupported;
    }

    /** Hands the items to the writer as messages. */
    public void write(List<ModelItem> items) throws IOException {
        for (ModelItem item : items) {
            add(item);
        }
        endAnswer();
    }

    private void add(ModelItem item) throws IOException {
        if (item instanceof Message message && message.role() != Role.ASSISTANT) {
            if (answer != null && !answer.open.isEmpty()) {
                held.add(message);
            } else {
                endAnswer();
                writer.prompt(message);
            }
        } else if (item instanceof Message) {
            answer().items.add(item);
        } else if (item instanceof Call call) {
            Answer current = answer();
            current.items.add(call);
            current.open.add(call.callId());
        } else if (item instanceof CallOutput output) {
            addOutput(output);
        } else if (item instanceof Reasoning) {
            addOwn(item, "reasoning of another provider");
        } else if (item instanceof ModelItem.Hosted hosted) {
            addOwn(item, "item " + hosted.item().type() + " of another provider");
        } else {
            unsupported.accept(
                    "item of type " + item.getClass().getSimpleName(), "this wire does not know it; it was left out");
        }
    }

    private void addOutput(CallOutput output) throws IOException {
        if (answer == null || !answer.open.remove(output.callId())) {
            unsupported.accept(
                    "output without its call", "the call is no longer in the conversation; the output was left out");
            return;
        }
        answer.outputs.add(output);
        if (answer.isOver() && !held.isEmpty()) {
            endAnswer();
        }
    }

    private void addOwn(ModelItem item, String name) throws IOException {
        Optional<Opaque> own =
                item.opaque().filter(opaque -> opaque.providerId().equals(providerId));
        if (own.isPresent()) {
            answer().items.add(item);
        } else {
            unsupported.accept(name, "only its own service can read it; it was left out");
        }
    }

    private Answer answer() throws IOException {
        if (answer != null && answer.isOver()) {
            endAnswer();
        }
        Answer current = answer;
        if (current == null) {
            current = new Answer();
            answer = current;
        }
        return current;
    }

    private void endAnswer() throws IOException {
        Answer ended = answer;
        answer = null;
        if (ended != null) {
            writer.answer(ended);
        }
        for (Message message : held) {
            writer.prompt(message);
        }
        held.clear();
    }
}
