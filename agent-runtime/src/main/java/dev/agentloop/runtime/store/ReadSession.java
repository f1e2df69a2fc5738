package dev.agentloop.runtime.store;

import dev.agentloop.TokenUsage;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import java.util.List;
import java.util.Optional;

/**
 * A session as its records tell it.
 *
 * @param history what the model sees
 * @param items what people see
 * @param openTurn the turn that did not end
 * @param records how many records were read
 * @param usage tokens of its own turns
 */
public record ReadSession(
        List<ModelItem> history, List<TurnItem> items, Optional<OpenTurn> openTurn, long records, TokenUsage usage) {}
