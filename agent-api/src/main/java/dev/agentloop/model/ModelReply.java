package dev.agentloop.model;

import dev.agentloop.TokenUsage;
import org.apiguardian.api.API;

/**
 * The answer to a {@link ModelQuestion}.
 *
 * @param model which model answered
 * @param text what it said
 * @param usage what that cost
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record ModelReply(String model, String text, TokenUsage usage) {}
