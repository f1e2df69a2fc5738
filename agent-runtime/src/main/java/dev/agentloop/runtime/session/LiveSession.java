package dev.agentloop.runtime.session;

import dev.agentloop.AgentSession;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.TurnRequest;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStream;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.runtime.approval.ApprovalState;
import dev.agentloop.runtime.event.EventHub;
import dev.agentloop.runtime.history.History;
import dev.agentloop.runtime.history.ItemLog;
import dev.agentloop.runtime.history.PromptPrefix;
import dev.agentloop.runtime.sandbox.NetworkNotices;
import dev.agentloop.runtime.sandbox.SessionSandbox;
import dev.agentloop.runtime.store.ReadSession;
import dev.agentloop.runtime.store.SessionReader;
import dev.agentloop.runtime.store.StoreJournal;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** One open conversation: what it owns from its opening to its closing, and the way to its turns. */
public final class LiveSession implements AgentSession {
    /** How long closing waits for a turn that was interrupted. */
    public static final Duration END_OF_TURN = Duration.ofSeconds(10);

    private final SessionSettings settings;
    private final Consumer<LiveSession> onClose;
    private final EventHub hub;
    private final ItemLog items = new ItemLog();
    private final StoreJournal journal;
    private final ApprovalState approvals;
    private final SessionSandbox sandbox;
    private final SessionTurns turns;
    private final Rollback rollback;

    /** How a session is opened: how it came to be, and what its store holds. */
    record Opening(AgentEvent.SessionStarted.Origin origin, StoreJournal journal, Optional<ReadSession> stored) {}

    LiveSession(SessionSettings settings, SessionServices services, Opening opening, Consumer<LiveSession> onClose) {
        this.settings = settings;
        this.onClose = onClose;
        this.journal = opening.journal();
        this.approvals = new ApprovalState(services.approvedAlways());
        this.hub = new EventHub(settings.id(), settings.parent(), services.clock(), settings.listeners());
        this.sandbox = new SessionSandbox(
                settings.sandbox(),
                () -> services.sandboxes().apply(settings.sandbox()),
                new NetworkNotices(this::notice));
        History history = new History();
        PromptPrefix prefix = new PromptPrefix();
        opening.stored().ifPresent(stored -> {
            history.replace(stored.history());
            items.replace(stored.items());
        });
        this.rollback =
                new Rollback(settings.id(), new SessionReader(services.store()), journal, history, items, prefix);
        this.turns = new SessionTurns(
                settings.id(),
                new TurnFactory(settings, services, hub, history, items, prefix, journal, approvals, sandbox),
                approvals,
                hub,
                opening.stored().flatMap(ReadSession::openTurn),
                opening.stored().map(ReadSession::usage).orElse(TokenUsage.NONE));
        hub.publish(
                Optional.empty(),
                header -> new AgentEvent.SessionStarted(header, opening.origin(), settings.workingDirectory()));
    }

    @Override
    public SessionId id() {
        return settings.id();
    }

    /** Publishes something a person should know that belongs to no turn. */
    public void notice(String code, String message) {
        hub.publish(Optional.empty(), header -> new AgentEvent.Notice(header, code, message));
    }

    @Override
    public SessionSnapshot snapshot() {
        SessionTurns.State state = turns.state();
        return new SessionSnapshot(
                settings.id(),
                state.status(),
                settings.label(),
                settings.workingDirectory(),
                items.from(0),
                state.usage(),
                approvals.pending(),
                journal.head());
    }

    @Override
    public TurnResult run(TurnRequest request) {
        return turns.begin(request).run();
    }

    @Override
    public TurnStream stream(TurnRequest request) {
        return stream(turns.begin(request));
    }

    @Override
    public TurnStream continueTurn() {
        return stream(turns.beginAgain());
    }

    private TurnStream stream(TurnFactory.Turn turn) {
        try {
            return turn.stream();
        } catch (RuntimeException | Error noThread) {
            turns.neverRan(turn);
            throw noThread;
        }
    }

    @Override
    public TurnResult compact() {
        return turns.beginCompaction().run();
    }

    @Override
    public void rollBack(ForkPoint to) {
        Objects.requireNonNull(to, "to");
        long lastKept = turns.whileIdle(() -> rollback.to(to));
        notice("session.rolled_back", "What came after record " + lastKept + " does not count any more.");
    }

    @Override
    public boolean steer(UserInput input) {
        return turns.steer(Objects.requireNonNull(input, "input"));
    }

    @Override
    public boolean interrupt() {
        return turns.interrupt();
    }

    @Override
    public List<ApprovalRequest> pendingApprovals() {
        turns.requireOpen();
        return approvals.pending();
    }

    @Override
    public void answer(String requestId, ApprovalDecision decision) {
        turns.requireOpen();
        if (decision.kind() == ApprovalDecision.Kind.DEFERRED) {
            throw new IllegalArgumentException("Question " + requestId + " was put off already; answer it or leave it");
        }
        ApprovalState.Pending question = approvals
                .claim(requestId)
                .orElseThrow(() -> new IllegalArgumentException("Session " + id() + " has no open question "
                        + requestId + ". Open: "
                        + approvals.pending().stream().map(ApprovalRequest::id).toList()));
        try {
            journal.approvalAnswered(requestId, decision);
        } catch (RuntimeException | Error storeFailure) {
            approvals.release(question);
            throw storeFailure;
        }
        approvals.answered(question, decision);
        // Nothing of a turn follows its last event, so what concerns a suspended turn is the session's.
        TurnId asking = question.request().turnId();
        hub.publish(
                turns.hasEnded(asking) ? Optional.empty() : Optional.of(asking),
                header -> new AgentEvent.ApprovalResolved(header, requestId, decision));
    }

    /** Interrupts the running turn for {@link #close()}, without waiting for it. */
    public void requestClose() {
        turns.requestClose();
    }

    @Override
    public void close() {
        close(END_OF_TURN);
    }

    /** Closes the session, waiting for its turn no longer than this. */
    public void close(Duration atMost) {
        if (!turns.close(atMost)) {
            return;
        }
        if (!hub.isDelivering()) { // else the turn, which waits for this thread, has yet to write its end
            journal.close();
        }
        try {
            sandbox.close();
        } finally {
            onClose.accept(this);
        }
    }
}
