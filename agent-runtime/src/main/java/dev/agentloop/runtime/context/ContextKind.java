package dev.agentloop.runtime.context;

import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Role;

/** The kinds of context in the order in which the model sees them. The openings are part of stored sessions. */
public enum ContextKind {
    INSTRUCTIONS("system", Role.DEVELOPER, ""),
    PERMISSIONS("developer", Role.DEVELOPER, "<permissions>\n"),
    SKILLS("developer", Role.DEVELOPER, "<skills>\n"),
    AGENTS_MD("user", Role.USER, "# AGENTS.md instructions for "),
    ENVIRONMENT("user", Role.USER, "<environment_context>\n");

    private final String shownRole;
    private final Role role;
    private final String opening;

    ContextKind(String shownRole, Role role, String opening) {
        this.shownRole = shownRole;
        this.role = role;
        this.opening = opening;
    }

    String shownRole() {
        return shownRole;
    }

    Role role() {
        return role;
    }

    /** What every text of this kind begins with. */
    String opening() {
        return opening;
    }

    /** Whether this is a message of this kind that was made here: a user's or a model's has an id. */
    public boolean isIn(ModelItem item) {
        return item instanceof ModelItem.Message message
                && message.id().isEmpty()
                && message.role() == role
                && message.text().startsWith(opening);
    }
}
