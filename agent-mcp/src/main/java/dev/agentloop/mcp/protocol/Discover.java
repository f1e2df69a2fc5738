package dev.agentloop.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Result of {@code server/discover}: what a stateless server is.
 *
 * @param supportedVersions the versions it speaks
 * @param server what it says about itself
 */
public record Discover(List<String> supportedVersions, ServerInfo server) {
    public static final String METHOD = "server/discover";

    /** Error code of a server that does not speak the version of the request; its data names those it speaks. */
    public static final int UNSUPPORTED_VERSION = -32022;

    public Discover {
        supportedVersions = List.copyOf(supportedVersions);
    }

    /** Reads a result; what is missing is empty. */
    public static Discover of(JsonNode result) {
        return new Discover(texts(result.path("supportedVersions")), ServerInfo.of(result));
    }

    /** The versions in the data of an error with {@link #UNSUPPORTED_VERSION}. */
    public static List<String> supportedVersions(JsonNode errorData) {
        return texts(errorData.path("supported"));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
