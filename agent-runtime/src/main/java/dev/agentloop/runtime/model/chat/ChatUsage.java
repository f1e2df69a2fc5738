package dev.agentloop.runtime.model.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.TokenUsage;

/** The token counts of this wire, which services spell differently. */
final class ChatUsage {
    private ChatUsage() {}

    static TokenUsage of(JsonNode usage) {
        JsonNode input = usage.path("prompt_tokens_details");
        long prompt = usage.path("prompt_tokens").asLong();
        long completion = usage.path("completion_tokens").asLong();
        long reasoning = usage.path("completion_tokens_details")
                .path("reasoning_tokens")
                .asLong(usage.path("reasoning_tokens").asLong());
        // xAI does not count reasoning as completion, which only the total tells.
        boolean apart = reasoning > 0 && usage.path("total_tokens").asLong() == prompt + completion + reasoning;
        return new TokenUsage(
                prompt,
                input.path("cached_tokens")
                        .asLong(usage.path("cached_tokens")
                                .asLong(usage.path("prompt_cache_hit_tokens").asLong())),
                input.path("cache_write_tokens").asLong(),
                apart ? completion + reasoning : completion,
                reasoning);
    }
}
