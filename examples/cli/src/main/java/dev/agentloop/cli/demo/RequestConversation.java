package dev.agentloop.cli.demo;

import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.tool.ToolOutput;
import java.util.Optional;

/** The conversation in a request that never left the process. */
final class RequestConversation implements Conversation {
    private final ModelRequest request;

    RequestConversation(ModelRequest request) {
        this.request = request;
    }

    @Override
    public Optional<ToolOutput> outputOf(String callId) {
        return request.input().stream()
                .filter(ModelItem.CallOutput.class::isInstance)
                .map(ModelItem.CallOutput.class::cast)
                .filter(output -> output.callId().equals(callId))
                .map(ModelItem.CallOutput::output)
                .findFirst();
    }

    @Override
    public boolean offers(String tool) {
        return request.tools().stream().anyMatch(spec -> spec.name().equals(tool));
    }

    @Override
    public long characters() {
        return request.instructions().length()
                + request.tools().stream()
                        .mapToLong(spec -> spec.description().length()
                                + spec.inputSchema().json().length())
                        .sum()
                + request.input().stream()
                        .mapToLong(RequestConversation::characters)
                        .sum();
    }

    private static long characters(ModelItem item) {
        if (item instanceof ModelItem.CallOutput output) {
            return output.output().text().length();
        }
        return ScriptedReply.characters(item);
    }
}
