package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.TokenUsage;

/**
 * The token counts of a response. They come in parts, the later of which are totals and replace the earlier; what a part
 * does not name stays. This wire counts input without what came from the cache or went to it.
 */
final class MessagesUsage {
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private long thinking;

    void read(JsonNode usage) {
        input = usage.path("input_tokens").asLong(input);
        cacheRead = usage.path("cache_read_input_tokens").asLong(cacheRead);
        cacheWrite = usage.path("cache_creation_input_tokens").asLong(cacheWrite);
        output = usage.path("output_tokens").asLong(output);
        thinking = usage.path("output_tokens_details").path("thinking_tokens").asLong(thinking);
    }

    TokenUsage toTokenUsage() {
        return new TokenUsage(input + cacheRead + cacheWrite, cacheRead, cacheWrite, output, thinking);
    }
}
