package dev.agentloop.model;

import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * What a tool asks the agent's model, apart from the session's conversation. See
 * {@link dev.agentloop.tool.ToolContext#askModel}.
 *
 * @param asker who wants to know, for the person who approves
 * @param instructions what the model is told to be; may be empty
 * @param messages the conversation, which ends with the question
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ModelQuestion(String asker, String instructions, List<ModelItem.Message> messages) {
    public ModelQuestion {
        Objects.requireNonNull(asker, "asker");
        Objects.requireNonNull(instructions, "instructions");
        messages = List.copyOf(messages);
    }
}
