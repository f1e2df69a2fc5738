package dev.agentloop.model;

import dev.agentloop.event.HostedItem;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.ToolOutput;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * One entry of what the model sees or says. Open: minor versions add kinds. Instances are identity-stable within a
 * process: the same object is passed in every request that contains it, so a provider may cache its encoding of each.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ModelItem {
    /** The item in the form of the provider that made it. */
    Optional<Opaque> opaque();

    /** Who speaks. */
    enum Role {
        /** The application, above the user. */
        DEVELOPER,
        /** The user, or context given in the user's name. */
        USER,
        /** The model. */
        ASSISTANT
    }

    /**
     * A message.
     *
     * @param id the service's id; empty for messages made here
     */
    record Message(String id, Role role, List<Content> content, Optional<Opaque> opaque) implements ModelItem {
        public Message {
            Objects.requireNonNull(role, "role");
            content = List.copyOf(content);
        }

        /** A message of one text, made here. */
        public static Message of(Role role, String text) {
            return new Message("", role, List.of(new Content.Text(text)), Optional.empty());
        }

        /** The text parts, without separator. */
        public String text() {
            StringBuilder all = new StringBuilder();
            for (Content part : content) {
                if (part instanceof Content.Text text) {
                    all.append(text.text());
                }
            }
            return all.toString();
        }
    }

    /**
     * The model asks for a tool.
     *
     * @param id the service's id of the item; may be empty
     * @param callId what the output must carry
     * @param arguments JSON text of a function call, plain text of a freeform call, as the model wrote it
     */
    record Call(String id, String callId, String name, Form form, String arguments, Optional<Opaque> opaque)
            implements ModelItem {
        /** How the arguments are written. */
        public enum Form {
            /** JSON. */
            FUNCTION,
            /** Free text, perhaps under a grammar. */
            FREEFORM
        }

        public Call {
            Objects.requireNonNull(callId, "callId");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(form, "form");
            Objects.requireNonNull(arguments, "arguments");
        }
    }

    /**
     * The answer to a call.
     *
     * @param callId the call's
     * @param form the call's
     */
    record CallOutput(String callId, Call.Form form, ToolOutput output, Optional<Opaque> opaque) implements ModelItem {
        public CallOutput {
            Objects.requireNonNull(callId, "callId");
            Objects.requireNonNull(form, "form");
            Objects.requireNonNull(output, "output");
        }
    }

    /**
     * What the model thought.
     *
     * @param summary for people; may be empty
     * @param text for people; may be empty
     */
    record Reasoning(String id, String summary, String text, Optional<Opaque> opaque) implements ModelItem {}

    /**
     * An item of a tool that the service ran itself, or of a kind this version does not know.
     *
     * @param item its public view
     */
    record Hosted(HostedItem item, Optional<Opaque> opaque) implements ModelItem {}
}
