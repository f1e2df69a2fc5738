package dev.agentloop.tools.plan;

import dev.agentloop.event.TurnItem;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code update_plan}: publishes the whole plan anew; the model's memory of it is the call itself. */
public final class UpdatePlanTool implements ToolHandler {

    private static final String IN_PROGRESS = "in_progress";

    private static final Set<String> STATUSES = Set.of("pending", IN_PROGRESS, "completed");

    private static final ToolSpec SPEC = ToolSpec.builder("update_plan")
            .description(
                    "Shows the user your plan for a task of several steps. Give all steps each time; at most one is"
                            + " in_progress.")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "explanation":{"type":"string","description":"Why the plan changed."},\
                    "plan":{"type":"array","minItems":1,"description":"All steps, in order.","items":{"type":"object",\
                    "properties":{"step":{"type":"string"},\
                    "status":{"type":"string","enum":["pending","in_progress","completed"]}},\
                    "required":["step","status"],"additionalProperties":false}}},\
                    "required":["plan"],"additionalProperties":false}""")
            .traits(ToolSpec.Trait.IDEMPOTENT)
            .build();

    record Step(
            @Tool.Param(name = "step") String step,
            @Tool.Param(name = "status") String status) {}

    record Arguments(
            @Tool.Param(name = "explanation") Optional<String> explanation,
            @Tool.Param(name = "plan") List<Step> plan) {}

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) {
        Arguments arguments = call.arguments(Arguments.class);
        for (Step step : arguments.plan()) {
            if (!STATUSES.contains(step.status())) {
                return ToolOutput.error("The plan was not updated: '" + step.status()
                        + "' is no status. Use pending, in_progress or completed.");
            }
        }
        long running = arguments.plan().stream()
                .filter(step -> step.status().equals(IN_PROGRESS))
                .count();
        if (running > 1) {
            return ToolOutput.error(
                    "The plan was not updated: " + running + " steps are in_progress, at most one may be.");
        }
        context.publish(new TurnItem.PlanUpdate(
                call.callId() + "-plan",
                arguments.explanation().orElse(""),
                arguments.plan().stream()
                        .map(step -> new TurnItem.PlanUpdate.Step(step.step(), step.status()))
                        .toList()));
        return ToolOutput.text("Plan updated.");
    }
}
