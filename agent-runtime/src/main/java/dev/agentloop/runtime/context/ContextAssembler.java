package dev.agentloop.runtime.context;

import dev.agentloop.PromptPreview;
import dev.agentloop.model.ModelItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what the model sees before the user speaks, in the order of {@link ContextKind}. The instructions travel
 * beside the history, everything else is its beginning. What changes later is appended, so a session's prefix never
 * changes. Files are read once per session. Used by one turn at a time.
 */
public final class ContextAssembler {
    private final PromptContext context;
    private @Nullable FromFiles fromFiles;

    private record FromFiles(Optional<ContextFragment> skills, Optional<ContextFragment> agentsMd) {}

    public ContextAssembler(PromptContext context) {
        this.context = context;
    }

    /**
     * All pieces of a session that starts now.
     *
     * @param known what is to be noticed besides what is found here
     */
    public PromptPreview preview(PromptFile instructions, List<String> known) {
        List<String> notices = new ArrayList<>(known);
        List<PromptPreview.Fragment> fragments = new ArrayList<>();
        if (!instructions.text().isEmpty()) {
            fragments.add(
                    new ContextFragment(ContextKind.INSTRUCTIONS, instructions.text(), List.of(instructions.source()))
                            .preview());
        }
        fragments(List.of(), (code, message) -> notices.add(message))
                .forEach(fragment -> fragments.add(fragment.preview()));
        return new PromptPreview(fragments, notices);
    }

    /** What must be appended to this history before the next request, so that its latest pieces are true. */
    public List<ModelItem> due(List<ModelItem> history, ContextNotices notices) {
        return fragments(history, notices).stream()
                .filter(fragment -> !latest(fragment.kind(), history)
                        .map(fragment.text()::equals)
                        .orElse(false))
                .map(ContextFragment::item)
                .toList();
    }

    private List<ContextFragment> fragments(List<ModelItem> history, ContextNotices notices) {
        if (fromFiles == null) {
            fromFiles = new FromFiles(
                    Skills.find(context.workingDirectory(), context.files(), notices),
                    AgentsMd.find(context.workingDirectory(), context.files(), notices));
        }
        List<ContextFragment> fragments = new ArrayList<>();
        if (context.tools()) {
            fragments.add(PermissionsFragment.of(context.sandbox(), context.approvals()));
        }
        fromFiles.skills().or(() -> withdrawn(Skills.none(), history)).ifPresent(fragments::add);
        fromFiles
                .agentsMd()
                .or(() -> withdrawn(AgentsMd.none(context.workingDirectory()), history))
                .ifPresent(fragments::add);
        fragments.add(EnvironmentFragment.of(context.workingDirectory(), context.sandbox(), context.clock()));
        return fragments;
    }

    private static Optional<ContextFragment> withdrawn(ContextFragment none, List<ModelItem> history) {
        return latest(none.kind(), history).map(earlier -> none);
    }

    private static Optional<String> latest(ContextKind kind, List<ModelItem> history) {
        for (int index = history.size() - 1; index >= 0; index--) {
            if (kind.isIn(history.get(index))) {
                return Optional.of(((ModelItem.Message) history.get(index)).text());
            }
        }
        return Optional.empty();
    }
}
