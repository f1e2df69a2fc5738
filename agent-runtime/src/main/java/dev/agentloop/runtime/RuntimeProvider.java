package dev.agentloop.runtime;

import dev.agentloop.Agent;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.runtime.json.EventJson;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.runtime.json.PolicyJson;
import dev.agentloop.runtime.json.SchemaFromType;
import dev.agentloop.runtime.store.RolloutExport;
import dev.agentloop.runtime.store.RolloutImport;
import dev.agentloop.runtime.tool.AnnotatedTools;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.ImportedSession;
import dev.agentloop.session.SessionId;
import dev.agentloop.spi.AgentRuntimeProvider;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolHandler;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.lang.reflect.Type;
import java.util.List;

/** The entry for {@link java.util.ServiceLoader}, and the only public class of this package. */
public final class RuntimeProvider implements AgentRuntimeProvider {
    /** Does nothing. */
    public RuntimeProvider() {}

    @Override
    public String id() {
        return "agent-runtime";
    }

    @Override
    public Agent.Builder newAgentBuilder() {
        return new AgentBuilder();
    }

    @Override
    public String eventToJson(AgentEvent event) {
        return EventJson.eventToJson(event);
    }

    @Override
    public String policyToJson(SandboxPolicy policy) {
        return PolicyJson.toJson(policy);
    }

    @Override
    public SandboxPolicy policyFromJson(String json) {
        return PolicyJson.fromJson(json);
    }

    @Override
    public String valueToJson(Object value) {
        return Json.write(value);
    }

    @Override
    public <T> T valueFromJson(String json, Class<T> type) {
        return Json.read(json, type);
    }

    @Override
    public void exportSession(SessionStore store, SessionId id, Writer out) throws IOException {
        new RolloutExport(store).write(id, out);
    }

    @Override
    public ImportedSession importSession(SessionStore store, Reader in) throws IOException {
        return new RolloutImport(store).read(in);
    }

    @Override
    public JsonSchema schemaOf(Type type) {
        return SchemaFromType.of(type);
    }

    @Override
    public List<ToolHandler> toolsOf(Object annotated) {
        return AnnotatedTools.of(annotated);
    }
}
