package dev.agentloop.event;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * An item of a tool that the model service ran itself. The service's own form is kept in {@link #json()}, so nothing is
 * lost where the typed members say less.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface HostedItem extends TurnItem {
    /** The service's status, such as {@code completed}; empty when it gave none. */
    String status();

    /** The item exactly as the service sent it. */
    String json();

    /**
     * A web search.
     *
     * @param action {@code search}, {@code open_page}, {@code find} …; empty when the service does not say
     * @param queries what was searched for, or the page
     */
    record WebSearch(String id, String status, String action, List<String> queries, String json) implements HostedItem {
        public WebSearch {
            queries = List.copyOf(queries);
        }

        @Override
        public String type() {
            return "web_search";
        }
    }

    /**
     * A search in uploaded files.
     *
     * @param results names of the files found
     */
    record FileSearch(String id, String status, List<String> queries, List<String> results, String json)
            implements HostedItem {
        public FileSearch {
            queries = List.copyOf(queries);
            results = List.copyOf(results);
        }

        @Override
        public String type() {
            return "file_search";
        }
    }

    /** Code run by the service. */
    record CodeInterpreter(String id, String status, String code, String containerId, String json)
            implements HostedItem {
        @Override
        public String type() {
            return "code_interpreter";
        }
    }

    /**
     * An action on a screen that the service asks for.
     *
     * @param callId the id an answer must carry
     * @param action {@code click}, {@code type}, {@code screenshot} …
     */
    record ComputerUse(String id, String status, String callId, String action, String json) implements HostedItem {
        @Override
        public String type() {
            return "computer_use";
        }
    }

    /**
     * An image made by the service.
     *
     * @param imageBase64 the image once it is there
     */
    record ImageGeneration(String id, String status, Optional<String> imageBase64, String json) implements HostedItem {
        @Override
        public String type() {
            return "image_generation";
        }
    }

    /**
     * A call of an MCP server made by the service, its list of tools, or its question for approval.
     *
     * @param output the answer; empty when there is none
     * @param error the server's error; empty when there is none
     */
    record RemoteMcpCall(
            String id,
            String status,
            String serverLabel,
            String toolName,
            String argumentsJson,
            String output,
            String error,
            String json)
            implements HostedItem {
        @Override
        public String type() {
            return "remote_mcp_call";
        }
    }

    /**
     * An item of a kind this version does not know.
     *
     * @param type the service's name of the kind
     */
    record Unknown(String id, String type, String status, String json) implements HostedItem {}
}
