package dev.agentloop.cli.demo;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.tool.ToolOutput;
import java.util.Optional;

/** The scripted model behind a real address of this machine, spoken to over a real wire. */
final class ScriptedService implements AutoCloseable {
    private final ScriptedModelServer server = ScriptedModelServer.start().recording(false);

    ScriptedService() {
        server.otherwise(request -> {
            Conversation talk = new SentConversation(request);
            return Reply.of(ScriptedModel.next(talk).words(talk));
        });
    }

    ModelEndpoint endpoint(Wire wire) {
        return server.endpointBuilder(wire)
                .model(new ScriptedModel().info(ScriptedModel.NAME))
                .build();
    }

    @Override
    public void close() {
        server.close();
    }

    /** The conversation in a request as it arrived. Wires carry no more than the text of an output. */
    private record SentConversation(RecordedRequest request) implements Conversation {
        @Override
        public Optional<ToolOutput> outputOf(String callId) {
            return request.toolOutputCallIds().contains(callId)
                    ? Optional.of(ToolOutput.text(request.toolOutput(callId)))
                    : Optional.empty();
        }

        @Override
        public boolean offers(String tool) {
            return request.toolNames().contains(tool);
        }

        @Override
        public long characters() {
            return request.body().length();
        }
    }
}
