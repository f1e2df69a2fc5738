package dev.agentloop.mcp.login;

import java.io.IOException;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Where tokens for MCP servers are kept. Thread-safe. What is stored is secret: tokens, and the secrets of clients that
 * were registered.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface McpTokenStore {
    /** What was stored last under the key; empty when nothing. */
    Optional<String> load(String key) throws IOException;

    /** Stores a text. */
    void save(String key, String secret) throws IOException;

    /** Forgets; harmless when nothing is stored. */
    void delete(String key) throws IOException;

    /** Keeps tokens until the process ends. */
    static McpTokenStore inMemory() {
        return new MemoryTokenStore();
    }
}
