package dev.agentloop.tools.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.event.TurnItem;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tools.testing.TestContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdatePlanToolTest {

    @TempDir
    Path work;

    TestContext context;

    @BeforeEach
    void makeSession() {
        context = TestContext.in(work);
    }

    private ToolOutput update(String first, String second) throws Exception {
        return context.call(
                new UpdatePlanTool(),
                Map.of(
                        "explanation",
                        "why",
                        "plan",
                        List.of(Map.of("step", "read", "status", first), Map.of("step", "fix", "status", second))));
    }

    @Test
    void publishesTheWholePlan() throws Exception {
        assertThat(update("completed", "in_progress")).isEqualTo(ToolOutput.text("Plan updated."));
        assertThat(context.published())
                .containsExactly(new TurnItem.PlanUpdate(
                        "call_1-plan",
                        "why",
                        List.of(
                                new TurnItem.PlanUpdate.Step("read", "completed"),
                                new TurnItem.PlanUpdate.Step("fix", "in_progress"))));
    }

    @Test
    void planWithTwoRunningStepsOrAnotherStatusIsRefused() throws Exception {
        assertThat(update("in_progress", "in_progress"))
                .isEqualTo(ToolOutput.error("The plan was not updated: 2 steps are in_progress, at most one may be."));
        assertThat(update("done", "pending").failed()).isTrue();
        assertThat(context.published()).isEmpty();
    }
}
