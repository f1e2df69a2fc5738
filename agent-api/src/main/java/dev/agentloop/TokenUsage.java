package dev.agentloop;

import org.apiguardian.api.API;

/**
 * Tokens as the model service counted them. Services that report nothing leave zeros.
 *
 * @param inputTokens all input tokens, cached ones included
 * @param cachedInputTokens the part of the input that was read from the service's prompt cache
 * @param cacheWriteTokens the part of the input that was written to the prompt cache, where the service says so
 * @param outputTokens all output tokens, reasoning included
 * @param reasoningTokens the part of the output that was reasoning
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record TokenUsage(
        long inputTokens, long cachedInputTokens, long cacheWriteTokens, long outputTokens, long reasoningTokens) {

    /** Nothing used. */
    public static final TokenUsage NONE = new TokenUsage(0, 0, 0, 0, 0);

    /** Usage without cache or reasoning details. */
    public static TokenUsage of(long inputTokens, long outputTokens) {
        return new TokenUsage(inputTokens, 0, 0, outputTokens, 0);
    }

    /** Input tokens that were not read from the cache. */
    public long uncachedInputTokens() {
        return Math.max(0, inputTokens - cachedInputTokens);
    }

    /** Input plus output. */
    public long totalTokens() {
        return inputTokens + outputTokens;
    }

    /** The sum of both. */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                inputTokens + other.inputTokens,
                cachedInputTokens + other.cachedInputTokens,
                cacheWriteTokens + other.cacheWriteTokens,
                outputTokens + other.outputTokens,
                reasoningTokens + other.reasoningTokens);
    }
}
