package dev.agentloop.runtime.session;

import dev.agentloop.SessionOptions;
import dev.agentloop.event.AgentEvent.SessionStarted.Origin;
import dev.agentloop.runtime.store.ReadSession;
import dev.agentloop.runtime.store.SessionReader;
import dev.agentloop.runtime.store.StoreJournal;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Opens sessions: new ones, stored ones, branches. */
public final class SessionOpener {
    private final AgentSettings settings;
    private final SessionServices services;
    private final Consumer<LiveSession> onClose;

    public SessionOpener(AgentSettings settings, SessionServices services, Consumer<LiveSession> onClose) {
        this.settings = settings;
        this.services = services;
        this.onClose = onClose;
    }

    /** A new session. */
    public LiveSession start(SessionOptions options) {
        return start(SessionSettings.of(settings, options.id().orElseGet(this::newId), Optional.empty(), options));
    }

    private LiveSession start(SessionSettings own) {
        requireFree(own.id());
        SessionMetadata metadata = metadata(own, Optional.empty(), 0);
        return open(own, new LiveSession.Opening(Origin.STARTED, journal(own.id(), metadata, 1), Optional.empty()));
    }

    /**
     * A child whose policy must not be wider than its parent's. A parent with a temporary folder of its own does not see the
     * host's, so a child that could is kept from it rather than refused.
     */
    public LiveSession startChild(SessionId parent, SandboxPolicy bound, SessionOptions options) {
        SessionSettings own =
                SessionSettings.of(settings, options.id().orElseGet(this::newId), Optional.of(parent), options);
        if (!own.sandbox().isWithin(bound)) {
            own = own.withSandbox(withoutHostsTemporaryFolders(own.sandbox()));
        }
        if (!own.sandbox().isWithin(bound)) {
            throw new IllegalArgumentException(
                    "The child's sandbox policy is wider than that of session " + parent
                            + ", or cannot be compared with it; give the child the parent's policy or SandboxPolicy.readOnly()");
        }
        return start(own);
    }

    private static SandboxPolicy withoutHostsTemporaryFolders(SandboxPolicy policy) {
        return policy.toBuilder()
                .entry(Entry.special(Entry.Special.TMP, Access.NONE))
                .build();
    }

    /** A stored session. */
    public LiveSession resume(SessionId id, SessionOptions options) {
        SessionReader reader = new SessionReader(services.store());
        SessionMetadata metadata = reader.metadata(id);
        ReadSession stored = reader.read(id);
        SessionSettings own = SessionSettings.of(settings, id, Optional.empty(), placed(options, metadata))
                .withCacheKey(reader.root(id));
        return open(
                own,
                new LiveSession.Opening(
                        Origin.RESUMED, journal(id, metadata, stored.records() + 1), Optional.of(stored)));
    }

    /** A branch of a stored session. */
    public LiveSession fork(SessionId id, ForkPoint at, SessionOptions options) {
        SessionReader reader = new SessionReader(services.store());
        SessionMetadata original = reader.metadata(id);
        long lastKept = reader.resolve(id, at);
        SessionId branch = options.id().orElseGet(this::newId);
        requireFree(branch);
        SessionSettings own = SessionSettings.of(settings, branch, Optional.empty(), placed(options, original))
                .withCacheKey(reader.root(id));
        SessionMetadata metadata = metadata(own, Optional.of(id), lastKept);
        StoreJournal journal = journal(branch, metadata, 1);
        journal.create();
        return open(own, new LiveSession.Opening(Origin.FORKED, journal, Optional.of(reader.read(branch))));
    }

    private LiveSession open(SessionSettings own, LiveSession.Opening opening) {
        return new LiveSession(own, services, opening, onClose);
    }

    private StoreJournal journal(SessionId id, SessionMetadata metadata, long next) {
        return new StoreJournal(services.store(), id, metadata, services.clock(), next);
    }

    private SessionMetadata metadata(SessionSettings own, Optional<SessionId> parent, long forkedAt) {
        return new SessionMetadata(
                parent,
                forkedAt,
                own.label(),
                own.workingDirectory().toString(),
                settings.model(),
                services.clock().instant());
    }

    /** A stored session works where it worked before, unless told otherwise. */
    private static SessionOptions placed(SessionOptions options, SessionMetadata metadata) {
        if (options.workingDirectory().isPresent()
                || metadata.workingDirectory().isEmpty()) {
            return options;
        }
        return options.toBuilder()
                .workingDirectory(Path.of(metadata.workingDirectory()))
                .build();
    }

    private void requireFree(SessionId id) {
        if (services.store().metadata(id).isPresent()) {
            throw new IllegalArgumentException(
                    "There is a session " + id + " already; open it with Agent.resumeSession, or use another id");
        }
    }

    private SessionId newId() {
        return SessionId.of(services.ids().next("ses"));
    }
}
