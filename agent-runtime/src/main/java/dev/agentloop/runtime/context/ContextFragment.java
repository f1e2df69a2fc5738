package dev.agentloop.runtime.context;

import dev.agentloop.PromptPreview;
import dev.agentloop.model.ModelItem;
import java.util.List;
import java.util.Locale;

/**
 * One attributable, bounded piece of what the model sees before the user speaks.
 *
 * @param text exactly what is sent
 * @param sources where it comes from, such as files
 */
public record ContextFragment(ContextKind kind, String text, List<String> sources) {
    public ContextFragment {
        sources = List.copyOf(sources);
    }

    static ContextFragment of(ContextKind kind, String text) {
        return new ContextFragment(kind, text, List.of());
    }

    PromptPreview.Fragment preview() {
        return new PromptPreview.Fragment(kind.name().toLowerCase(Locale.ROOT), kind.shownRole(), text, sources);
    }

    ModelItem item() {
        return ModelItem.Message.of(kind.role(), text);
    }
}
