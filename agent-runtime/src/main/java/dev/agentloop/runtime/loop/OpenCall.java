package dev.agentloop.runtime.loop;

import dev.agentloop.model.ModelItem;
import dev.agentloop.tool.ToolOutput;
import java.util.Optional;

/**
 * A call without its output, as found in a journal.
 *
 * @param itemId id of the item that listeners see
 * @param call what the model asked for
 * @param record number of the call's record in the journal
 * @param attempt whether the tool had begun
 * @param finished the output, when the tool had ended
 */
public record OpenCall(
        String itemId,
        ModelItem.Call call,
        long record,
        ToolInvocation.Attempt attempt,
        Optional<ToolOutput> finished) {}
