package dev.agentloop.runtime.compaction;

import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Role;
import dev.agentloop.runtime.context.ContextKind;
import dev.agentloop.runtime.history.PinnedItems;
import dev.agentloop.runtime.history.TokenEstimate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What takes the place of a history: the opening context, the user's own messages, and the short form of everything. The
 * first message, which states the task, and pinned ones always stay; of the others, the newest that fit a budget.
 */
final class ShortHistory {
    private ShortHistory() {}

    static List<ModelItem> of(List<ModelItem> history, ShortForm shortForm, long userMessageTokens) {
        List<ModelItem> kept = new ArrayList<>(openingContext(history));
        List<ModelItem> rest = history.subList(kept.size(), history.size());
        rest.stream().filter(ShortHistory::isLaterContext).forEach(kept::add);
        kept.addAll(userMessages(rest, userMessageTokens));
        kept.addAll(shortForm.items());
        return kept;
    }

    /** What the runtime says before the user speaks. */
    static List<ModelItem> openingContext(List<ModelItem> history) {
        int size = 0;
        while (size < history.size() && isContext(history.get(size))) {
            size++;
        }
        return history.subList(0, size);
    }

    /** Messages made by the runtime carry no id; the user's own do. */
    private static boolean isContext(ModelItem item) {
        return item instanceof ModelItem.Message message
                && message.role() != Role.ASSISTANT
                && message.id().isEmpty()
                && !SummaryPrompt.isSummary(message.text());
    }

    /** A piece of the context that changed during the session. */
    private static boolean isLaterContext(ModelItem item) {
        return Arrays.stream(ContextKind.values()).anyMatch(kind -> kind.isIn(item));
    }

    private static List<ModelItem> userMessages(List<ModelItem> items, long tokens) {
        List<ModelItem.Message> spoken = items.stream()
                .filter(item -> item instanceof ModelItem.Message message
                        && message.role() == Role.USER
                        && !message.id().isEmpty())
                .map(ModelItem.Message.class::cast)
                .toList();
        boolean[] kept = new boolean[spoken.size()];
        long left = tokens;
        for (int index = 0; index < kept.length; index++) {
            if (index == 0 || PinnedItems.isPinned(spoken.get(index))) {
                kept[index] = true;
                left -= TokenEstimate.of(spoken.get(index));
            }
        }
        for (int index = kept.length - 1; index > 0 && left > 0; index--) {
            if (!kept[index]) {
                left -= TokenEstimate.of(spoken.get(index));
                kept[index] = left >= 0;
            }
        }
        List<ModelItem> result = new ArrayList<>();
        for (int index = 0; index < kept.length; index++) {
            if (kept[index]) {
                result.add(spoken.get(index));
            }
        }
        return result;
    }
}
