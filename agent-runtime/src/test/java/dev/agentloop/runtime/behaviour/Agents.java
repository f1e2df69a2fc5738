package dev.agentloop.runtime.behaviour;

import dev.agentloop.Agent;
import dev.agentloop.Discovery;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.time.Duration;

/** Agents and tools that the behaviour tests share. */
final class Agents {
    static final Duration SOON = Duration.ofSeconds(20);

    private Agents() {}

    static Agent.Builder with(ModelProvider model) {
        return Agent.builder()
                .discovery(Discovery.NONE)
                .modelProvider(model)
                .model("scripted")
                .sandbox(SandboxPolicy.readOnly());
    }

    static ToolSpec.Builder spec(String name) {
        return ToolSpec.builder(name)
                .description("A tool of a test")
                .inputSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},"
                        + "\"additionalProperties\":false}");
    }

    static ToolHandler tool(String name, ToolHandler.Body body, ToolSpec.Trait... traits) {
        return ToolHandler.of(spec(name).traits(traits).build(), body);
    }

    static ToolHandler echo() {
        return tool("echo", (call, context) -> ToolOutput.text("echo " + call.argumentsJson()));
    }
}
