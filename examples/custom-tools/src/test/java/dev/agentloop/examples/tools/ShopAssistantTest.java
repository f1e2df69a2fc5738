package dev.agentloop.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShopAssistantTest {
    private final ScriptedModelProvider model = ScriptedModelProvider.script();
    private final RecordingListener events = new RecordingListener();

    @Test
    void theAnswerIsARecord() {
        model.call("c1", "findArticles", "{\"category\":\"BEAN\",\"maxCents\":2000}")
                .text("{\"articles\":[\"B1\",\"B2\"],\"reason\":\"Beans for your grinder\"}");
        try (Agent agent = agent(ApprovalHandler.denyAll());
                AgentSession session = agent.startSession()) {
            ShopAssistant.Advice advice = ShopAssistant.advise(session, "What should I buy?");
            assertThat(advice).isEqualTo(new ShopAssistant.Advice(List.of("B1", "B2"), "Beans for your grinder"));
        }
        assertThat(output("c1").text()).contains("House blend 1 kg").contains("Single origin 250 g");
        model.assertScriptFinished();
    }

    @Test
    void anOrderNeedsApproval() {
        List<ApprovalRequest> questions = new ArrayList<>();
        model.call("c1", "order", "{\"order\":{\"number\":\"B1\",\"quantity\":2}}")
                .text("Ordered.");
        try (Agent agent = agent(question -> {
            questions.add(question);
            return ApprovalDecision.approve();
        })) {
            assertThat(agent.run("Order two B1.").finalMessage()).isEqualTo("Ordered.");
        }
        assertThat(questions).singleElement().isInstanceOfSatisfying(ApprovalRequest.CallTool.class, question -> {
            assertThat(question.toolName()).isEqualTo("order");
            assertThat(question.argumentsJson()).contains("\"B1\"");
        });
        assertThat(output("c1").structuredJson())
                .contains("{\"orderNumber\":1,\"article\":\"House blend 1 kg\",\"totalCents\":3780}");
    }

    @Test
    void aDeniedOrderIsNotMade() {
        model.call("c1", "order", "{\"order\":{\"number\":\"B1\",\"quantity\":2}}")
                .text("You said no.");
        try (Agent agent = agent(question -> ApprovalDecision.deny("Too expensive"))) {
            agent.run("Order two B1.");
        }
        assertThat(invocation("c1").status()).isEqualTo(TurnItem.Status.DENIED);
        assertThat(output("c1").text()).contains("Too expensive");
    }

    @Test
    void aWrongArgumentGoesBackToTheModel() {
        model.call("c1", "findArticles", "{\"category\":\"TEA\"}").text("There is no tea.");
        try (Agent agent = agent(ApprovalHandler.denyAll())) {
            agent.run("Tea?");
        }
        assertThat(output("c1").failed()).isTrue();
        assertThat(output("c1").text()).contains("category").contains("BEAN");
    }

    @Test
    void theModelSeesTheToolsOfTheObject() {
        try (Agent agent = agent(ApprovalHandler.denyAll())) {
            assertThat(agent.tools()).extracting(ToolSpec::name).containsExactlyInAnyOrder("findArticles", "order");
        }
    }

    private Agent agent(ApprovalHandler approvals) {
        return ShopAssistant.configure(Agent.builder().modelProvider(model).listener(events), new Shop(), approvals)
                .build();
    }

    private ToolOutput output(String callId) {
        return invocation(callId).output().orElseThrow();
    }

    private TurnItem.ToolInvocation invocation(String callId) {
        return events.items(TurnItem.ToolInvocation.class).stream()
                .filter(call -> call.callId().equals(callId))
                .findFirst()
                .orElseThrow();
    }
}
