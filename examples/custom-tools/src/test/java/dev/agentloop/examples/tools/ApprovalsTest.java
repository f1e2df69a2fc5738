package dev.agentloop.examples.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.TurnStatus;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.testkit.ScriptedModelProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsTest {
    private static Agent.Builder builder(ScriptedModelProvider model) {
        return Agent.builder().discovery(Discovery.NONE).modelProvider(model).model("scripted");
    }

    @Test
    void aToolThatAsksIsAnsweredLater() throws InterruptedException {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "publish", "{\"release\":\"1.2.3\"}")
                .text("done");
        try (Agent agent = Approvals.asking(builder(model)).build()) {
            AgentSession session = agent.startSession();
            assertThat(session.run("Publish 1.2.3").status()).isEqualTo(TurnStatus.SUSPENDED);
            assertThat(session.pendingApprovals())
                    .extracting(ApprovalRequest::reason)
                    .containsExactly("Version 1.2.3 goes to all users");
            session.close();

            assertThat(Approvals.answerLater(agent, session.id()).items())
                    .filteredOn(TurnItem.ToolInvocation.class::isInstance)
                    .singleElement()
                    .satisfies(item -> assertThat(((TurnItem.ToolInvocation) item)
                                    .output()
                                    .orElseThrow()
                                    .text())
                            .isEqualTo("Published 1.2.3"));
        }
    }

    @Test
    void theRulesAreValid(@TempDir Path folder) {
        ScriptedModelProvider model = ScriptedModelProvider.script().text("done");
        try (Agent agent = Approvals.withRules(builder(model), folder.resolve("team.rules"))
                .build()) {
            assertThat(agent.run("go").finalMessage()).isEqualTo("done");
        }
    }
}
