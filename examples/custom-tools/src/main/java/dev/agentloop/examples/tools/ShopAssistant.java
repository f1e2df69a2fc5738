package dev.agentloop.examples.tools;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TurnRequest;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.event.TurnItem;
import dev.agentloop.tool.Tool;
import java.util.List;

/** An agent with tools, a person who approves, a listener, and an answer as a record. */
public final class ShopAssistant {
    /** The form of the answer; the model is held to it. */
    public record Advice(
            @Tool.Param(description = "Numbers of the articles, the best first")
            List<String> articles,

            String reason) {}

    private ShopAssistant() {}

    /** Needs a key in the environment variable {@code OPENAI_API_KEY}. */
    public static void main(String[] args) {
        try (Agent agent = configure(Agent.builder().model("gpt-5.5"), new Shop(), ShopAssistant::askOnConsole)
                        .build();
                AgentSession session = agent.startSession()) {
            Advice advice = advise(session, "I have 20 euros and a grinder. What should I buy?");
            System.out.println(advice.articles() + ": " + advice.reason());
            System.out.println(session.run("Order the first one.").finalMessage());
        }
    }

    /** Everything but the model, so that a test can bring another. */
    static Agent.Builder configure(Agent.Builder builder, Shop shop, ApprovalHandler approvals) {
        return builder.instructions("You advise customers of a coffee shop. Use the tools; never invent articles.")
                .tools(shop)
                .approvals(ApprovalPolicy.onRequest(), approvals)
                .listener(EventListener.router()
                        .on(AgentEvent.ItemCompleted.class, ShopAssistant::log)
                        .on(
                                AgentEvent.UsageUpdated.class,
                                event -> System.err.println(
                                        "tokens so far: " + event.turnTotal().totalTokens())));
    }

    static Advice advise(AgentSession session, String question) {
        TurnRequest request =
                TurnRequest.builder().text(question).output(Advice.class).build();
        return session.run(request).structuredOutput(Advice.class);
    }

    private static void log(AgentEvent.ItemCompleted event) {
        if (event.item() instanceof TurnItem.ToolInvocation call) {
            System.err.println(call.toolName() + " " + call.argumentsJson() + " -> " + call.status());
        }
    }

    private static ApprovalDecision askOnConsole(ApprovalRequest request) {
        if (!(request instanceof ApprovalRequest.CallTool call) || System.console() == null) {
            return ApprovalDecision.deny("Nobody is there to approve this");
        }
        String answer = System.console().readLine("%s %s? [y/n] ", call.toolName(), call.argumentsJson());
        return "y".equals(answer) ? ApprovalDecision.approve() : ApprovalDecision.deny("The user said no");
    }
}
