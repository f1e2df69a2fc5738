package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.internal.jsonrpc.Answer;
import dev.agentloop.internal.jsonrpc.JsonRpcException;
import dev.agentloop.mcp.protocol.InputRequired;
import dev.agentloop.mcp.protocol.McpJson;
import dev.agentloop.mcp.transport.Outgoing;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.ToolContext;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request that a stateless server may answer with questions: answers them and sends it again, until there is a result. */
final class Rounds {
    private static final int MOST_ROUNDS = 32; // a server that asks more often goes in circles

    /** Sends one round. */
    interface Sender {
        Answer send(Outgoing request, Wait wait)
                throws JsonRpcException, IOException, TimeoutException, InterruptedException;
    }

    private final Sender sender;
    private final ServerRequests requests;
    private final Deadline deadline;
    private final Consumer<String> progress;
    private final RunningCall running = new RunningCall();

    Rounds(Sender sender, ServerRequests requests, Deadline deadline, Consumer<String> progress) {
        this.sender = sender;
        this.requests = requests;
        this.deadline = deadline;
        this.progress = progress;
    }

    /** Takes a step of progress; never blocks. */
    void step(String text) {
        running.step(text);
    }

    Answer run(Outgoing request) throws JsonRpcException, IOException, TimeoutException, InterruptedException {
        Wait wait = new Wait(request.caller());
        Outgoing next = request;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Answer answer = sender.send(next, wait);
            if (!InputRequired.is(answer.result())) {
                return answer;
            }
            next = request.withParams(InputRequired.next(request.params(), answer.result(), answers(request, answer)));
        }
        throw new IOException("The server asked " + MOST_ROUNDS + " times for input and has no result yet");
    }

    private ObjectNode answers(Outgoing request, Answer answer) throws JsonRpcException, InterruptedException {
        ObjectNode answers = McpJson.object();
        for (Map.Entry<String, JsonNode> question : InputRequired.questions(answer.result())) {
            JsonNode asked = question.getValue();
            answers.set(
                    question.getKey(),
                    requests.answer(asked.path("method").asText(), asked.path("params"), request.caller()));
        }
        return answers;
    }

    /** How the answer to one round is waited for. */
    final class Wait {
        private final @Nullable ToolContext caller;

        private Wait(@Nullable ToolContext caller) {
            this.caller = caller;
        }

        Deadline deadline() {
            return deadline;
        }

        Answer await(CompletableFuture<Answer> answer)
                throws ExecutionException, TimeoutException, InterruptedException {
            if (caller == null) {
                return running.await(answer, deadline, progress);
            }
            Cancellation.Registration registration = caller.cancellation().onCancel(() -> answer.cancel(false));
            try {
                return running.await(answer, deadline, progress);
            } finally {
                registration.close();
            }
        }
    }
}
