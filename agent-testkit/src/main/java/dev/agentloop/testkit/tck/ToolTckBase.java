package dev.agentloop.testkit.tck;

import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.testkit.TempWorkspace;
import dev.agentloop.testkit.ToolBench;
import dev.agentloop.testkit.tck.ToolProviderTck.SampleCall;
import dev.agentloop.tool.ToolHandler;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the groups of {@link ToolProviderTck} share. */
abstract class ToolTckBase {
    private @Nullable TempWorkspace workspace;
    private @Nullable ToolBench bench;
    private @Nullable ToolProvider provider;

    /** A new provider. */
    protected abstract ToolProvider provider();

    /** Puts files into the workspace that the calls need. */
    protected void prepare(Path workspace) {}

    /** Calls that succeed. */
    protected abstract List<SampleCall> workingCalls();

    /** Calls that follow the schema and cannot succeed, such as one of a file that is not there. */
    protected List<SampleCall> failingCalls() {
        return List.of();
    }

    /** A call that would take half a minute or more if nobody cancelled it. */
    protected Optional<SampleCall> endlessCall() {
        return Optional.empty();
    }

    /** What the provider is given; override it for providers that start processes. */
    protected ToolEnvironment environment(Path workspace) {
        return ToolBench.environment(workspace);
    }

    /** Where the tools are run; override it to let them start commands. */
    protected ToolBench bench(Path workspace) {
        return ToolBench.in(workspace);
    }

    /** Makes a workspace and a provider. */
    @BeforeEach
    void makeProvider() {
        workspace = TempWorkspace.create();
        prepare(workspace.path());
        bench = bench(workspace.path());
        provider = provider();
    }

    /** Ends both. */
    @AfterEach
    void closeProvider() {
        if (provider != null) {
            provider.close();
        }
        if (workspace != null) {
            workspace.close();
        }
    }

    ToolProvider current() {
        return java.util.Objects.requireNonNull(provider, "provider");
    }

    ToolBench bench() {
        return java.util.Objects.requireNonNull(bench, "bench");
    }

    List<ToolHandler> tools(ToolProvider from) {
        return from.tools(environment(bench().workingDirectory()));
    }

    ToolHandler tool(String name) {
        return tools(current()).stream()
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("The provider has no tool " + name));
    }
}
