package dev.agentloop.tool;

import dev.agentloop.spi.AgentRuntimeProvider;
import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * A tool's specification together with its code. One instance serves all sessions of an agent and is called
 * concurrently; see {@link ToolSpec.Trait#PARALLEL_SAFE} for calls of one response.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface ToolHandler {
    /** The same value on every call. */
    ToolSpec spec();

    /**
     * Runs the tool. Blocking is fine. The thread is interrupted and {@link ToolContext#cancellation()} fires when the
     * turn is interrupted or the tool's time is over.
     *
     * @throws Exception becomes a failed output: a {@link dev.agentloop.ToolExecutionException}'s message is sent to
     *     the model as it is; of any other exception only the class name is, because messages may hold secrets (see
     *     {@link dev.agentloop.Limits.Builder#exposeToolErrors})
     */
    ToolOutput execute(ToolCall call, ToolContext context) throws Exception;

    /** A handler from a specification and a lambda. */
    static ToolHandler of(ToolSpec spec, Body body) {
        Objects.requireNonNull(spec, "spec");
        Objects.requireNonNull(body, "body");
        return new ToolHandler() {
            @Override
            public ToolSpec spec() {
                return spec;
            }

            @Override
            public ToolOutput execute(ToolCall call, ToolContext context) throws Exception {
                return body.execute(call, context);
            }

            @Override
            public String toString() {
                return "ToolHandler[" + spec.name() + "]";
            }
        };
    }

    /**
     * The tools of an object whose methods carry {@link Tool}, ordered by name: the order in which a JVM lists methods
     * changes between runs, and the order of tools is part of what model services cache.
     *
     * @throws dev.agentloop.AgentConfigurationException when there is none or a signature cannot be described
     */
    static List<ToolHandler> annotated(Object annotated) {
        return AgentRuntimeProvider.current().toolsOf(annotated);
    }

    /** The code of a tool. */
    @FunctionalInterface
    interface Body {
        /** See {@link ToolHandler#execute}. */
        ToolOutput execute(ToolCall call, ToolContext context) throws Exception;
    }
}
