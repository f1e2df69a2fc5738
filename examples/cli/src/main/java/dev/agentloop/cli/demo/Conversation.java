package dev.agentloop.cli.demo;

import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.tool.ToolOutput;
import java.util.Optional;

/** What a model can see of a request: which calls were answered, and how. */
final class Conversation {
    private final ModelRequest request;

    Conversation(ModelRequest request) {
        this.request = request;
    }

    /** The output of a call that succeeded or failed; empty when the call was not made yet. */
    Optional<ToolOutput> outputOf(String callId) {
        return request.input().stream()
                .filter(ModelItem.CallOutput.class::isInstance)
                .map(ModelItem.CallOutput.class::cast)
                .filter(output -> output.callId().equals(callId))
                .map(ModelItem.CallOutput::output)
                .findFirst();
    }

    boolean offers(String tool) {
        return request.tools().stream().anyMatch(spec -> spec.name().equals(tool));
    }

    /** Characters of everything said so far, for an estimate of tokens. */
    long characters() {
        return request.instructions().length()
                + request.tools().stream()
                        .mapToLong(spec -> spec.description().length()
                                + spec.inputSchema().json().length())
                        .sum()
                + request.input().stream().mapToLong(Conversation::characters).sum();
    }

    static long characters(ModelItem item) {
        if (item instanceof ModelItem.Message message) {
            return message.text().length();
        }
        if (item instanceof ModelItem.Call call) {
            return call.arguments().length();
        }
        return item instanceof ModelItem.CallOutput output
                ? output.output().text().length()
                : 0;
    }
}
