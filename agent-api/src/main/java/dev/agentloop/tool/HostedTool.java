package dev.agentloop.tool;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * A tool that the model service runs itself, such as web search. Its calls arrive as items; nothing runs here.
 *
 * @param json the service's own declaration, sent as it is, for example {@code {"type":"web_search"}}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record HostedTool(String json) {
    public HostedTool {
        Objects.requireNonNull(json, "json");
    }

    /** Web search of the Responses API. */
    public static HostedTool webSearch() {
        return new HostedTool("{\"type\":\"web_search\"}");
    }

    /** Code interpreter of the Responses API in a container made for the session. */
    public static HostedTool codeInterpreter() {
        return new HostedTool("{\"type\":\"code_interpreter\",\"container\":{\"type\":\"auto\"}}");
    }

    /** Image generation of the Responses API. */
    public static HostedTool imageGeneration() {
        return new HostedTool("{\"type\":\"image_generation\"}");
    }

    /** Any declaration of the service. */
    public static HostedTool of(String json) {
        return new HostedTool(json);
    }
}
