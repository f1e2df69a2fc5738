package dev.agentloop.mcp;

import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.testkit.tck.ToolProviderTck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class McpToolProviderTckTest extends ToolProviderTck {
    private final List<TestEnvironment> environments = new ArrayList<>();

    @Override
    protected ToolProvider provider() {
        return new McpToolProvider();
    }

    @Override
    protected ToolEnvironment environment(Path workspace) {
        TestEnvironment environment = new TestEnvironment(
                workspace, TestServer.spec("test", "shuffle").parallelSafe(true).build());
        environments.add(environment);
        return environment;
    }

    @Override
    protected List<SampleCall> workingCalls() {
        return List.of(
                new SampleCall("mcp__test__echo", "{\"a\":1}"), new SampleCall("mcp__test__sum", "{\"a\":1,\"b\":2}"));
    }

    @Override
    protected List<SampleCall> failingCalls() {
        return List.of(new SampleCall("mcp__test__fail", "{}"));
    }

    @Override
    protected Optional<SampleCall> endlessCall() {
        return Optional.of(new SampleCall("mcp__test__never", "{}"));
    }

    @AfterEach
    void closeEnvironments() {
        environments.forEach(TestEnvironment::close);
    }
}
