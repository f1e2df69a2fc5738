package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.model.ModelEndpoint.Wire;
import java.util.List;

/** What differs from wire to wire: how a script, an error and a request look. The path of a request tells its wire. */
interface ScriptedWire {
    /** The wire spoken at this path; Responses where the path tells nothing. */
    static ScriptedWire at(String path) {
        for (Wire wire : Wire.values()) {
            if (path.endsWith(of(wire).path())) {
                return of(wire);
            }
        }
        return ResponsesWire.INSTANCE;
    }

    static ScriptedWire of(Wire wire) {
        return switch (wire) {
            case RESPONSES -> ResponsesWire.INSTANCE;
            case CHAT_COMPLETIONS -> ChatWire.INSTANCE;
            case ANTHROPIC_MESSAGES -> MessagesWire.INSTANCE;
        };
    }

    /** What a client appends to the base address. */
    String path();

    /** The header with the service's id of a request. */
    String requestIdHeader();

    /**
     * The stream of a response.
     *
     * @param number of the response; makes its ids unique
     * @param model the model that seems to answer
     */
    List<Frame> render(List<Sse> script, int number, String model);

    /** The body of a refusal. */
    String refusal(int status, String code, String message);

    /** The member that holds the conversation. */
    String inputMember();

    /** The conversation in a request. */
    List<InputEntry> input(JsonNode body);

    /** The body without what the service does not count as part of the prompt. */
    default byte[] prompt(byte[] body) {
        return body;
    }
}
