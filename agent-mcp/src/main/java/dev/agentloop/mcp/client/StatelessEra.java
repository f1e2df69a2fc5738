package dev.agentloop.mcp.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.mcp.protocol.Meta;
import dev.agentloop.mcp.protocol.ParamHeaders;
import dev.agentloop.mcp.protocol.ServerInfo;
import dev.agentloop.mcp.transport.Outgoing;
import dev.agentloop.mcp.transport.ProtocolVersion;
import java.util.LinkedHashMap;
import java.util.Map;

/** The versions without a handshake: every request says who sends it, and repeats in headers what proxies want to see. */
record StatelessEra(ProtocolVersion version, ServerInfo server, ClientIdentity client) implements Era {
    /** Which param names the thing a request is about. */
    private static final Map<String, String> NAMED_BY =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    @Override
    public Outgoing dress(Outgoing request) {
        return dress(request, version, client);
    }

    static Outgoing dress(Outgoing request, ProtocolVersion version, ClientIdentity client) {
        ObjectNode params = request.params().deepCopy();
        ObjectNode meta = Meta.of(params);
        meta.put(Meta.PROTOCOL_VERSION, version.text());
        meta.set(Meta.CLIENT_INFO, client.info());
        meta.set(Meta.CLIENT_CAPABILITIES, client.capabilities());

        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put("Mcp-Method", request.method());
        String named = NAMED_BY.get(request.method());
        if (named != null) {
            headers.put("Mcp-Name", ParamHeaders.headerValue(params.path(named).asText()));
        }
        return new Outgoing(request.method(), params, headers, request.caller());
    }
}
