package dev.agentloop.spi;

import dev.agentloop.tool.ToolHandler;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A source of tools, given to the builder or found by {@link java.util.ServiceLoader}. Its constructor does nothing. A
 * provider that throws harms nobody: it is reported as a notice and its tools are missing.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolProvider extends AutoCloseable {
    /** Unique, stable name. {@code builtin} and {@code mcp} are reserved for this project's own providers. */
    String id();

    /**
     * The tools, called once when an agent is built.
     *
     * @param environment what the agent offers to providers; valid until {@link #close()}
     */
    List<ToolHandler> tools(ToolEnvironment environment);

    /** Providers with lower numbers put their tools first; ties are broken by {@link #id()}. */
    default int order() {
        return 0;
    }

    /** Frees what the provider holds, within seconds. Called once by the agent for discovered providers. */
    @Override
    default void close() {}
}
