package dev.agentloop.runtime.context;

import dev.agentloop.PromptPreview;
import dev.agentloop.PromptPreview.Fragment;
import dev.agentloop.model.ModelItem;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts together what the model sees before the user speaks, in a fixed order: instructions, then the environment. The
 * instructions travel beside the history, everything else is its beginning, so a session's prefix never changes.
 */
public final class ContextAssembler {
    private ContextAssembler() {}

    /** The pieces for a session in this environment. */
    public static PromptPreview preview(PromptFile instructions, EnvironmentFragment environment) {
        List<Fragment> fragments = new ArrayList<>();
        if (!instructions.text().isEmpty()) {
            fragments.add(new Fragment("instructions", "system", instructions.text(), List.of(instructions.source())));
        }
        fragments.add(new Fragment("environment", "user", environment.text(), List.of()));
        return new PromptPreview(fragments);
    }

    /** The beginning of a new session's history. */
    public static List<ModelItem> openingItems(EnvironmentFragment environment) {
        return List.of(ModelItem.Message.of(ModelItem.Role.USER, environment.text()));
    }
}
