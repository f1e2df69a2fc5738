package dev.agentloop.runtime.loop;

import dev.agentloop.TurnId;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.tool.JsonSchema;
import java.util.Optional;

/**
 * What a turn asks of the model from its beginning to its end, also after a restart.
 *
 * @param id the turn
 * @param model the model's name
 * @param effort how hard it should think
 * @param outputSchema what its answer must follow
 */
public record TurnSpec(TurnId id, String model, Optional<ReasoningEffort> effort, Optional<JsonSchema> outputSchema) {}
