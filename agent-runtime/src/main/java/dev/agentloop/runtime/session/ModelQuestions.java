package dev.agentloop.runtime.session;

import dev.agentloop.ModelException;
import dev.agentloop.ToolExecutionException;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelQuestion;
import dev.agentloop.model.ModelReply;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.loop.ApprovalGate;
import dev.agentloop.runtime.model.ModelClient;
import dev.agentloop.runtime.model.Outcome;
import dev.agentloop.runtime.model.Sink;
import dev.agentloop.tool.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Puts questions of tools to the model, each after somebody has approved exactly this question. */
record ModelQuestions(ApprovalGate gate, ModelClient client, String model) {
    ModelReply ask(String callId, ModelQuestion question, Cancellation cancellation) throws InterruptedException {
        ApprovalDecision decision = gate.decide(
                callId,
                origin -> new ApprovalRequest.AskModel(
                        origin,
                        question.asker() + " wants to ask the model, at this agent's cost",
                        question.asker(),
                        prompt(question)));
        if (!decision.approved()) {
            throw new ToolExecutionException("The question to the model was not approved"
                    + (decision.reason().isEmpty() ? "" : ": " + decision.reason()));
        }
        return answer(question, cancellation);
    }

    private static String prompt(ModelQuestion question) {
        String messages = question.messages().stream()
                .map(message -> message.role().name().toLowerCase(Locale.ROOT) + ": " + message.text())
                .collect(Collectors.joining("\n"));
        return question.instructions().isEmpty() ? messages : question.instructions() + "\n" + messages;
    }

    private ModelReply answer(ModelQuestion question, Cancellation cancellation) throws InterruptedException {
        ModelRequest request = ModelRequest.builder(model)
                .instructions(question.instructions())
                .input(List.copyOf(question.messages()))
                .build();
        TextSink text = new TextSink();
        try {
            Outcome outcome = client.run(request, text, cancellation, client.newBudget());
            if (outcome instanceof Outcome.Completed completed) {
                return new ModelReply(
                        model, text.text.toString(), completed.event().usage());
            }
        } catch (ModelException e) {
            throw new ToolExecutionException("The model did not answer: " + e.getMessage(), e);
        }
        throw new ToolExecutionException("The model's answer broke off");
    }

    private static final class TextSink implements Sink {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onEvent(ModelEvent event) {
            if (event instanceof ModelEvent.ItemDone done && done.item() instanceof ModelItem.Message message) {
                text.append(message.text());
            }
        }

        @Override
        public void onRetry(ModelException cause, Duration delay, int attempt, List<String> discardedItemIds) {
            text.setLength(0);
        }
    }
}
