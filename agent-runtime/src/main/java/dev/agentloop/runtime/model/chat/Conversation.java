package dev.agentloop.runtime.model.chat;

import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call;
import dev.agentloop.model.ModelItem.CallOutput;
import dev.agentloop.model.ModelItem.Message;
import dev.agentloop.model.ModelItem.Reasoning;
import dev.agentloop.model.ModelItem.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of items. This wire knows one message per answer, which holds its reasoning, text and calls, followed
 * directly by one message per output; items know no such order. So items of the model join the answer before them until
 * all its calls have their outputs, and whatever else is said in between is moved behind these outputs.
 *
 * <p>Used for one request.
 */
final class Conversation {
    private final String providerId;
    private final MessageWriter writer;
    private final BiConsumer<String, String> unsupported;
    private final List<Message> held = new ArrayList<>();
    private @Nullable Answer answer;

    /** One answer of the model with the outputs of its calls. */
    static final class Answer {
        final StringBuilder text = new StringBuilder();
        final List<Call> calls = new ArrayList<>();
        final List<Reasoning> reasoning = new ArrayList<>();
        final List<CallOutput> outputs = new ArrayList<>();
        private final Set<String> open = new LinkedHashSet<>();

        private boolean isOver() {
            return !outputs.isEmpty() && open.isEmpty();
        }
    }

    Conversation(String providerId, MessageWriter writer, BiConsumer<String, String> unsupported) {
        this.providerId = providerId;
        this.writer = writer;
        this.unsupported = unsupported;
    }

    void write(List<ModelItem> items) throws IOException {
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
        } else if (item instanceof Message message) {
            answer().text.append(message.text());
            writer.reportOthers(message.content());
        } else if (item instanceof Call call) {
            Answer current = answer();
            current.calls.add(call);
            current.open.add(call.callId());
        } else if (item instanceof CallOutput output) {
            addOutput(output);
        } else if (item instanceof Reasoning reasoning) {
            addReasoning(reasoning);
        } else if (item instanceof ModelItem.Hosted hosted) {
            unsupported.accept(
                    "item " + hosted.item().type() + " of another provider",
                    "only its own service can read it; it was left out");
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

    private void addReasoning(Reasoning reasoning) throws IOException {
        if (reasoning
                .opaque()
                .filter(own -> own.providerId().equals(providerId))
                .isPresent()) {
            answer().reasoning.add(reasoning);
        } else {
            unsupported.accept("reasoning of another provider", "only its own service can read it; it was left out");
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
