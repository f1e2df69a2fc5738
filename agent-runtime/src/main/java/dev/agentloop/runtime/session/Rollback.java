package dev.agentloop.runtime.session;

import dev.agentloop.runtime.history.History;
import dev.agentloop.runtime.history.ItemLog;
import dev.agentloop.runtime.history.PromptPrefix;
import dev.agentloop.runtime.store.ReadSession;
import dev.agentloop.runtime.store.SessionReader;
import dev.agentloop.runtime.store.StoreJournal;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SessionId;

/** Takes back the end of a session: journal first, then what the model and people see, read as a restart would. */
record Rollback(
        SessionId session,
        SessionReader reader,
        StoreJournal journal,
        History history,
        ItemLog items,
        PromptPrefix prefix) {
    /** @return the last record that counts */
    long to(ForkPoint point) {
        long lastKept = reader.resolve(session, point);
        journal.rolledBack(lastKept);
        ReadSession kept = reader.read(session);
        history.replace(kept.history());
        items.replace(kept.items());
        prefix.replaced("the end of the session was taken back");
        return lastKept;
    }
}
