package dev.agentloop.runtime.session;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.TurnRequest;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.runtime.approval.ApprovalState;
import dev.agentloop.runtime.event.EventHub;
import dev.agentloop.runtime.loop.InterruptSignal;
import dev.agentloop.runtime.loop.TurnEnd;
import dev.agentloop.runtime.store.OpenTurn;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The turns of one session, one at a time: which one runs, which one did not end, and who may begin the next. */
final class SessionTurns implements ActiveTurn.Owner {
    private final SessionId session;
    private final TurnFactory factory;
    private final ApprovalState approvals;
    private final EventHub hub;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private TokenUsage usage;
    private @Nullable ActiveTurn active;
    private boolean ending;
    private @Nullable OpenTurn openTurn;
    private boolean suspended;
    private boolean claimed;
    private boolean closed;

    /**
     * @param openTurn the turn that the session's store holds without an end
     * @param usage tokens of the turns that the store holds
     */
    SessionTurns(
            SessionId session,
            TurnFactory factory,
            ApprovalState approvals,
            EventHub hub,
            Optional<OpenTurn> openTurn,
            TokenUsage usage) {
        this.session = session;
        this.factory = factory;
        this.approvals = approvals;
        this.hub = hub;
        this.usage = usage;
        openTurn.ifPresent(this::takeOver);
    }

    private void takeOver(OpenTurn turn) {
        openTurn = turn;
        approvals.open(turn.id());
        turn.pending().forEach(approvals::putOff);
        turn.answered().forEach(answer -> approvals.answered(answer.question(), answer.decision()));
    }

    /**
     * Makes a new turn the running one.
     *
     * @throws IllegalStateException when a turn runs or waits for an approval, or the session is closed
     */
    TurnFactory.Turn begin(TurnRequest request) {
        return begin(left -> {
            if (left.isPresent() && approvals.isWaiting()) {
                throw new IllegalStateException("Session " + session + " waits for "
                        + approvals.pending().size() + " approval(s) of turn "
                        + left.get().id()
                        + ": answer() them and continueTurn(), or interrupt() to give the turn up");
            }
            return factory.newTurn(this, request, left);
        });
    }

    /**
     * Makes the turn that did not end the running one.
     *
     * @throws IllegalStateException when there is none, or a question of it has no answer yet
     */
    TurnFactory.Turn beginAgain() {
        return begin(left -> {
            if (left.isEmpty()) {
                throw new IllegalStateException("Session " + session + " has no turn to go on with; use run or stream");
            }
            if (!approvals.pending().isEmpty()) {
                throw new IllegalStateException("Session " + session + " still waits for answers to "
                        + approvals.pending().stream().map(ApprovalRequest::id).toList() + "; call answer() for each");
            }
            return factory.continued(this, left.get());
        });
    }

    /**
     * Makes a turn that only compacts the history the running one.
     *
     * @throws IllegalStateException when a turn runs or did not end
     */
    TurnFactory.Turn beginCompaction() {
        return begin(left -> {
            if (left.isPresent()) {
                throw new IllegalStateException("Session " + session
                        + " has a turn that did not end: continueTurn() or interrupt() it before compacting");
            }
            return factory.compaction(this);
        });
    }

    private TurnFactory.Turn begin(Function<Optional<OpenTurn>, TurnFactory.Turn> made) {
        claim();
        try {
            TurnFactory.Turn turn = made.apply(leftOver());
            activate(turn);
            return turn;
        } finally {
            release();
        }
    }

    private void activate(TurnFactory.Turn turn) {
        lock.lock();
        try {
            checkOpen();
            active = turn.active();
            forgetLeftOver();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reserves the session for one thread, which may then read and write its store without the lock. Waits, bounded, for
     * a turn that publishes its end and for another claim; refuses while a turn runs.
     */
    private void claim() {
        lock.lock();
        try {
            checkOpen();
            awaitChange(LiveSession.END_OF_TURN, () -> claimed || (ending && !hub.isDelivering()));
            checkOpen();
            if (claimed || active != null) {
                throw new IllegalStateException("Session " + session + " runs "
                        + (active == null ? "a turn" : "turn " + active.id())
                        + "; a session runs one turn at a time. Use steer() to add input to it, interrupt() to end it,"
                        + " or another session.");
            }
            claimed = true;
        } finally {
            lock.unlock();
        }
    }

    private void release() {
        lock.lock();
        try {
            claimed = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits on the lock, which the caller holds, as long as the condition is true and no longer than this. */
    private void awaitChange(Duration atMost, BooleanSupplier condition) {
        long nanos = atMost.toNanos();
        try {
            while (condition.getAsBoolean() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The turn that did not end; one suspended here is read from the store, where a restart would find it too. For whoever
     * has claimed the session.
     */
    private Optional<OpenTurn> leftOver() {
        lock.lock();
        try {
            if (openTurn != null || !suspended) {
                return Optional.ofNullable(openTurn);
            }
        } finally {
            lock.unlock();
        }
        return factory.readOpenTurn();
    }

    private void forgetLeftOver() {
        lock.lock();
        try {
            openTurn = null;
            suspended = false;
        } finally {
            lock.unlock();
        }
    }

    /** No thread could be had for a turn that was about to run; everything is as it was before. */
    void neverRan(TurnFactory.Turn turn) {
        lock.lock();
        try {
            active = null;
            openTurn = turn.leftOver().orElse(null);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @return false when no turn takes input */
    boolean steer(UserInput input) {
        ActiveTurn running;
        lock.lock();
        try {
            checkOpen();
            running = active;
        } finally {
            lock.unlock();
        }
        return running != null && running.steering().offer(input);
    }

    /** Ends the turn that runs, or gives up the one that waits. @return false when there is neither */
    boolean interrupt() {
        ActiveTurn running;
        lock.lock();
        try {
            checkOpen();
            if (claimed || ending) {
                return false;
            }
            running = active;
            if (running == null) {
                if (openTurn == null && !suspended) {
                    return false;
                }
                claimed = true;
            }
        } finally {
            lock.unlock();
        }
        return running == null ? giveUp() : running.signal().interrupt(InterruptSignal.Reason.REQUESTED);
    }

    /** Ends the turn that waits, for whoever has claimed the session. When the store fails, the next turn ends it. */
    private boolean giveUp() {
        approvals.dropPending();
        try {
            Optional<OpenTurn> left = leftOver();
            left.ifPresent(factory::giveUp);
            forgetLeftOver();
            return left.isPresent();
        } finally {
            release();
        }
    }

    /** Does something while no turn runs and none can begin. A turn that waits is given up. */
    <T> T whileIdle(Supplier<T> action) {
        claim();
        try {
            T result = action.get();
            approvals.dropPending();
            forgetLeftOver();
            return result;
        } finally {
            release();
        }
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
            suspended = end.isSuspended();
            if (!suspended) {
                approvals.dropPending(); // an answer that was not used must not serve a later call of the same id
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public TurnResult result(ActiveTurn turn, TurnStatus status, TurnEnd end) {
        return factory.result(turn, status, end);
    }

    /** Whether the turn has published its last event, or has none left to publish. */
    boolean hasEnded(TurnId turn) {
        lock.lock();
        try {
            return active == null || ending || !active.id().equals(turn);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How the session stands.
     *
     * @param usage what all its turns used
     */
    record State(SessionSnapshot.Status status, TokenUsage usage) {}

    State state() {
        lock.lock();
        try {
            return new State(status(), usage);
        } finally {
            lock.unlock();
        }
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

    /** @throws IllegalStateException after {@link #close} */
    void requireOpen() {
        lock.lock();
        try {
            checkOpen();
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    "Session " + session + " is closed; open it again with Agent.resumeSession");
        }
    }

    /** Interrupts the running turn because its session is about to be closed; does not wait for it. */
    void requestClose() {
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

    /**
     * Begins no more turns, ends the running one and waits for its end within a bound.
     *
     * @return false when it was closed before
     */
    boolean close(Duration atMost) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        requestClose(); // no other turn becomes the running one from now on
        lock.lock();
        try {
            awaitChange(atMost, () -> claimed || (active != null && !hub.isDelivering()));
        } finally {
            lock.unlock();
        }
        return true;
    }
}
