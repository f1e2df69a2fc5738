package dev.agentloop.spi;

import dev.agentloop.Agent;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.ImportedSession;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolHandler;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Type;
import java.util.List;
import org.apiguardian.api.API;

/**
 * The engine behind the API, found by {@link java.util.ServiceLoader}. The artifact {@code agent-runtime} brings one;
 * exactly one must be present. It also owns JSON, so that the API needs no JSON library.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface AgentRuntimeProvider {
    /** The name used in messages. */
    String id();

    /** An empty builder. */
    Agent.Builder newAgentBuilder();

    /** See {@link AgentEvent#toJson()}. */
    String eventToJson(AgentEvent event);

    /** See {@link SandboxPolicy#toJson()}. */
    String policyToJson(SandboxPolicy policy);

    /**
     * Reads what {@link #policyToJson} wrote, or what a person wrote.
     *
     * @throws IllegalArgumentException naming the place and the expected form
     */
    SandboxPolicy policyFromJson(String json);

    /** @throws IllegalArgumentException when the value cannot be written as JSON */
    String valueToJson(Object value);

    /** @throws IllegalArgumentException when the text is no JSON or does not fit the type */
    <T> T valueFromJson(String json, Class<T> type);

    /** See {@link JsonSchema#of(Type)}. */
    JsonSchema schemaOf(Type type);

    /** See {@link ToolHandler#annotated(Object)}. */
    List<ToolHandler> toolsOf(Object annotated);

    /** See {@link dev.agentloop.session.SessionTransfer#exportTo}. */
    void exportSession(SessionStore store, SessionId id, Writer out) throws IOException;

    /** See {@link dev.agentloop.session.SessionTransfer#importFrom}. */
    ImportedSession importSession(SessionStore store, Reader in) throws IOException;

    /**
     * The engine on the class path or module path: seen from the thread's context class loader, else from the API's own.
     *
     * @throws AgentConfigurationException when there is none, naming the artifact, or more than one, naming them
     */
    static AgentRuntimeProvider current() {
        return RuntimeLookup.current();
    }
}
