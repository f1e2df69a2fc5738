package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.ToolOutput;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child may do at most what its parent may. */
@Timeout(30)
class ChildPolicyTest {
    @TempDir
    Path folder;

    @Test
    void aChildThatOnlyReadsFitsAParentThatWritesItsWorkspace() {
        assertThat(statusOfChild(SandboxPolicy.readOnly())).isEqualTo(TurnItem.Status.COMPLETED);
    }

    @Test
    void aChildInAPartOfTheWorkspaceFits() {
        assertThat(statusOfChild(SandboxPolicy.workspaceWrite(folder.resolve("part"))))
                .isEqualTo(TurnItem.Status.COMPLETED);
    }

    @Test
    void aWiderChildIsRefused() {
        assertThat(statusOfChild(SandboxPolicy.dangerFullAccess())).isEqualTo(TurnItem.Status.FAILED);
        assertThat(statusOfChild(SandboxPolicy.workspaceWrite(folder.resolveSibling("other"))))
                .isEqualTo(TurnItem.Status.FAILED);
    }

    private TurnItem.Status statusOfChild(SandboxPolicy policy) {
        AtomicReference<Agent> self = new AtomicReference<>();
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "parent", "{}").text("done");
        try (Agent agent = Agents.with(model)
                        .sandbox(SandboxPolicy.workspaceWrite(folder))
                        .tools(Agents.tool("parent", (call, context) -> {
                            SessionOptions options =
                                    SessionOptions.builder().sandbox(policy).build();
                            context.startChild(self.get(), options).close();
                            return ToolOutput.text("started");
                        }))
                        .build();
                AgentSession session = agent.startSession()) {
            self.set(agent);
            return session.run("go").items().stream()
                    .filter(TurnItem.ToolInvocation.class::isInstance)
                    .map(item -> ((TurnItem.ToolInvocation) item).status())
                    .findFirst()
                    .orElseThrow();
        }
    }
}
