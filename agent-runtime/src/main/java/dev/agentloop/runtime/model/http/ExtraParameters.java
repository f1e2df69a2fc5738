package dev.agentloop.runtime.model.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.model.ModelEndpoint;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an application adds to every request's body, such as a seed. It stands behind the conversation, so that a change of
 * it leaves the cached prefix alone, and takes the place of a member that the wire would write there itself. Immutable.
 */
public final class ExtraParameters {
    /** Nothing added. */
    public static final ExtraParameters NONE = new ExtraParameters(Map.of());

    private final Map<String, String> members;

    private ExtraParameters(Map<String, String> members) {
        this.members = members;
    }

    /**
     * The parameters of an endpoint.
     *
     * @param reserved members that hold the conversation and everything else the library relies on
     * @throws AgentConfigurationException when a parameter is reserved or its value is no JSON
     */
    public static ExtraParameters of(ModelEndpoint endpoint, Set<String> reserved) {
        Map<String, String> members = new LinkedHashMap<>();
        endpoint.bodyParameters().forEach((name, json) -> {
            if (reserved.contains(name)) {
                throw new AgentConfigurationException("The body parameter '" + name + "' for "
                        + endpoint.baseUrl().getHost()
                        + " is written by the library itself; use the builder's own method for it");
            }
            if (!isJson(json)) {
                throw new AgentConfigurationException("The body parameter '" + name + "' for "
                        + endpoint.baseUrl().getHost() + " is not JSON; a text needs its quotes");
            }
            members.put(name, CleanText.of(json));
        });
        return members.isEmpty() ? NONE : new ExtraParameters(members);
    }

    /** Whether the application sets this member, so that the wire must not. */
    public boolean has(String member) {
        return members.containsKey(member);
    }

    /** Writes them as members of the open object. */
    public void write(JsonGenerator json) throws IOException {
        for (Map.Entry<String, String> member : members.entrySet()) {
            json.writeFieldName(CleanText.of(member.getKey()));
            json.writeRawValue(member.getValue());
        }
    }

    private static boolean isJson(String text) {
        try (JsonParser json = WireJson.parser(text)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            json.finishToken();
            return json.nextToken() == null;
        } catch (IOException notJson) {
            return false;
        }
    }
}
