package dev.agentloop.runtime.session;

import dev.agentloop.AgentSession;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.TurnRequest;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.runtime.approval.ApprovalState;
import dev.agentloop.runtime.event.EventHub;
import dev.agentloop.runtime.history.History;
import dev.agentloop.runtime.history.ItemLog;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.TurnEnd;
import dev.agentloop.runtime.sandbox.SessionSandbox;
import dev.agentloop.runtime.store.OpenTurn;
import dev.agentloop.runtime.store.ReadSession;
import dev.agentloop.runtime.store.StoreJournal;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One conversation: its history, its journal, its events, and at most one turn. */
public final class LiveSession implements AgentSession, ActiveTurn.Owner {
    private static final Duration END_OF_TURN = Duration.ofSeconds(10);

    private final SessionSettings settings;
    private final SessionServices services;
    private final Consumer<LiveSession> onClose;
    private final EventHub hub;
    private final History history = new History();
    private final ItemLog items = new ItemLog();
    private final StoreJournal journal;
    private final ApprovalState approvals;
    private final SessionSandbox sandbox;
    private final TurnFactory turns;
    private final ReentrantLock lock = new ReentrantLock();
    private TokenUsage usage = TokenUsage.NONE;
    private @Nullable ActiveTurn active;
    private boolean ending;
    private @Nullable OpenTurn openTurn;
    private boolean suspended;
    private boolean closed;

    /** How a session is opened: how it came to be, and what its store holds. */
    record Opening(AgentEvent.SessionStarted.Origin origin, StoreJournal journal, Optional<ReadSession> stored) {}

    LiveSession(SessionSettings settings, SessionServices services, Opening opening, Consumer<LiveSession> onClose) {
        this.settings = settings;
        this.services = services;
        this.onClose = onClose;
        this.journal = opening.journal();
        this.approvals = new ApprovalState(services.approvedAlways());
        this.hub = new EventHub(settings.id(), settings.parent(), services.clock(), settings.listeners());
        this.sandbox = new SessionSandbox(
                settings.sandbox(), () -> services.sandboxes().apply(settings.sandbox()));
        opening.stored().ifPresent(stored -> {
            history.replace(stored.history());
            stored.items().forEach(items::add);
            stored.openTurn().ifPresent(this::takeOver);
        });
        this.turns = new TurnFactory(settings, services, hub, history, items, journal, approvals, sandbox);
        hub.publish(
                Optional.empty(),
                header -> new AgentEvent.SessionStarted(header, opening.origin(), settings.workingDirectory()));
    }

    private void takeOver(OpenTurn turn) {
        openTurn = turn;
        approvals.open(turn.id());
        turn.pending().forEach(approvals::putOff);
        turn.answered().forEach(answer -> approvals.answered(answer.question(), answer.decision()));
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
        SessionSnapshot.Status status;
        TokenUsage used;
        lock.lock();
        try {
            status = status();
            used = usage;
        } finally {
            lock.unlock();
        }
        return new SessionSnapshot(
                settings.id(),
                status,
                settings.label(),
                settings.workingDirectory(),
                items.from(0),
                used,
                approvals.pending(),
                journal.head());
    }

    private SessionSnapshot.Status status() {
        if (closed) {
            return SessionSnapshot.Status.CLOSED;
        }
        if (active != null) {
            return SessionSnapshot.Status.RUNNING;
        }
        return openTurn != null || suspended ? SessionSnapshot.Status.SUSPENDED : SessionSnapshot.Status.IDLE;
    }

    @Override
    public TurnResult run(TurnRequest request) {
        return begin(request).run();
    }

    @Override
    public TurnStream stream(TurnRequest request) {
        return stream(begin(request));
    }

    private TurnStream stream(TurnFactory.Turn turn) {
        try {
            return turn.stream();
        } catch (RuntimeException | Error noThread) {
            lock.lock();
            try {
                active = null;
                openTurn = turn.leftOver().orElse(null);
            } finally {
                lock.unlock();
            }
            turn.active().neverRan();
            throw noThread;
        }
    }

    private TurnFactory.Turn begin(TurnRequest request) {
        lock.lock();
        try {
            awaitIdle();
            OpenTurn left = leftOver();
            if (left != null && approvals.isWaiting()) {
                throw new IllegalStateException(
                        "Session " + id() + " waits for " + approvals.pending().size()
                                + " approval(s) of turn " + left.id()
                                + ": answer() them and continueTurn(), or interrupt() to give the turn up");
            }
            TurnFactory.Turn turn = turns.newTurn(this, request, Optional.ofNullable(left));
            forgetLeftOver();
            active = turn.active();
            return turn;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public TurnStream continueTurn() {
        return stream(beginAgain());
    }

    private TurnFactory.Turn beginAgain() {
        lock.lock();
        try {
            awaitIdle();
            OpenTurn left = leftOver();
            if (left == null) {
                throw new IllegalStateException("Session " + id() + " has no turn to go on with; use run or stream");
            }
            if (!approvals.pending().isEmpty()) {
                throw new IllegalStateException("Session " + id() + " still waits for answers to "
                        + approvals.pending().stream().map(ApprovalRequest::id).toList() + "; call answer() for each");
            }
            TurnFactory.Turn turn = turns.continued(this, left);
            forgetLeftOver();
            active = turn.active();
            return turn;
        } finally {
            lock.unlock();
        }
    }

    /** The turn that did not end; one suspended here is read from the store, where a restart would find it too. */
    private @Nullable OpenTurn leftOver() {
        if (openTurn == null && suspended) {
            openTurn = turns.readOpenTurn().orElse(null);
        }
        return openTurn;
    }

    private void forgetLeftOver() {
        openTurn = null;
        suspended = false;
    }

    /** Waits, bounded, for a turn that publishes its end; refuses while one runs. Holds the lock between waits only. */
    private void awaitIdle() {
        requireOpen();
        ActiveTurn running = active;
        if (running == null) {
            return;
        }
        if (ending && !hub.isDelivering()) {
            lock.unlock();
            try {
                running.awaitEnd(END_OF_TURN);
            } finally {
                lock.lock();
            }
            requireOpen();
        }
        if (active != null) {
            throw new IllegalStateException("Session " + id() + " runs turn " + active.id()
                    + "; a session runs one turn at a time. Use steer() to add input to it, interrupt() to end it, or"
                    + " another session.");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("Session " + id() + " is closed; open it again with Agent.resumeSession");
        }
    }

    @Override
    public boolean steer(UserInput input) {
        java.util.Objects.requireNonNull(input, "input");
        ActiveTurn running = running();
        return running != null && running.steering().offer(input);
    }

    @Override
    public boolean interrupt() {
        ActiveTurn running;
        OpenTurn left;
        lock.lock();
        try {
            requireOpen();
            running = ending ? null : active;
            left = active == null ? leftOver() : null;
            if (left != null) {
                forgetLeftOver();
            }
        } finally {
            lock.unlock();
        }
        if (left != null) {
            approvals.dropPending();
            turns.giveUp(left);
            return true;
        }
        return running != null && running.signal().interrupt(InterruptSignal.Reason.REQUESTED);
    }

    private @Nullable ActiveTurn running() {
        lock.lock();
        try {
            requireOpen();
            return active;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<ApprovalRequest> pendingApprovals() {
        requireOpenLocked();
        return approvals.pending();
    }

    @Override
    public void answer(String requestId, ApprovalDecision decision) {
        requireOpenLocked();
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
        hub.publish(
                hasEnded(question.request().turnId())
                        ? Optional.empty()
                        : Optional.of(question.request().turnId()),
                header -> new AgentEvent.ApprovalResolved(header, requestId, decision));
    }

    /** Nothing of a turn follows its last event, so what concerns a suspended turn is the session's. */
    private boolean hasEnded(TurnId turn) {
        lock.lock();
        try {
            return active == null || ending || !active.id().equals(turn);
        } finally {
            lock.unlock();
        }
    }

    private void requireOpenLocked() {
        lock.lock();
        try {
            requireOpen();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void compact() {
        TurnFactory.Turn turn;
        lock.lock();
        try {
            awaitIdle();
            if (leftOver() != null) {
                throw new IllegalStateException("Session " + id()
                        + " has a turn that did not end: continueTurn() or interrupt() it before compacting");
            }
            turn = turns.compaction(this);
            active = turn.active();
        } finally {
            lock.unlock();
        }
        turn.run();
    }

    @Override
    public void ending(ActiveTurn turn) {
        lock.lock();
        try {
            ending = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ended(ActiveTurn turn, TurnEnd end) {
        lock.lock();
        try {
            active = null;
            ending = false;
            usage = usage.plus(end.usage());
            suspended = end.status() == TurnStatus.SUSPENDED && end.failure().isEmpty();
            if (!suspended) {
                approvals.dropPending(); // an answer that was not used must not serve a later call of the same id
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public TurnResult result(ActiveTurn turn, TurnStatus status, TurnEnd end) {
        return turns.result(turn, status, end);
    }

    /** Interrupts the running turn for {@link #close()}, without waiting for it. */
    public void requestClose() {
        ActiveTurn running;
        lock.lock();
        try {
            running = active;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.signal().interrupt(InterruptSignal.Reason.CLOSED);
        }
    }

    @Override
    public void close() {
        ActiveTurn running;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            running = active;
        } finally {
            lock.unlock();
        }
        if (running != null) {
            running.signal().interrupt(InterruptSignal.Reason.CLOSED);
            if (!hub.isDelivering()) {
                running.awaitEnd(END_OF_TURN);
            }
        }
        try {
            sandbox.close();
        } finally {
            onClose.accept(this);
        }
    }
}
