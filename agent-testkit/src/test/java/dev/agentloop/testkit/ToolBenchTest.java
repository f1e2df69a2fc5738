package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.CommandSpec;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolBenchTest {
    private final TempWorkspace workspace = TempWorkspace.create();
    private final ToolBench bench = ToolBench.in(workspace.path());

    @AfterEach
    void clean() {
        workspace.close();
    }

    @Test
    void aToolRunsWithEverythingAToolMayUse() throws Exception {
        TurnItem item = new TurnItem.AgentMessage("i", "published");
        ToolOutput output = bench.call(
                tool((call, context) -> {
                    context.emitOutput("half");
                    context.publish(item);
                    assertThat(context.sandbox()
                                    .decide(workspace.path("a.txt"), Access.WRITE)
                                    .allowed())
                            .isTrue();
                    return ToolOutput.text(
                            call.name() + " " + call.callId() + " " + call.input() + " " + context.workingDirectory());
                }),
                "{\"input\":\"hello\"}");

        assertThat(output.text()).isEqualTo("tool call_1 hello " + workspace.path());
        assertThat(bench.progress()).containsExactly("half");
        assertThat(bench.published()).containsExactly(item);
    }

    @Test
    void commandsAreRefusedUntilARunnerIsGiven() {
        ToolHandler tool = tool((call, context) -> ToolOutput.text(
                "" + context.commands().run(CommandSpec.of("ls")).exitCode()));

        assertThatThrownBy(() -> bench.call(tool, "{}"))
                .isInstanceOf(ToolExecutionException.class)
                .hasMessageContaining("Commands are not available on this bench: [ls]");
        assertThat(ToolBench.environment(workspace.path()).mcpServers()).isEmpty();
    }

    @Test
    void cancellingRunsEachActionOnce() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        ToolHandler tool = tool((call, context) -> {
            Cancellation cancellation = context.cancellation();
            cancellation.onCancel(runs::incrementAndGet);
            cancellation.onCancel(() -> runs.addAndGet(100)).close();
            return ToolOutput.text("" + cancellation.isCancelled());
        });

        assertThat(bench.call(tool, "{}").text()).isEqualTo("false");
        bench.cancel();
        bench.cancel();
        assertThat(runs).hasValue(1);
        assertThat(bench.call(tool, "{}").text()).isEqualTo("true");
        assertThat(runs).hasValue(102);
        assertThat(List.of(bench.workingDirectory())).containsExactly(workspace.path());
    }

    private static ToolHandler tool(ToolHandler.Body body) {
        return ToolHandler.of(ToolSpec.builder("tool").description("A tool.").build(), body);
    }
}
