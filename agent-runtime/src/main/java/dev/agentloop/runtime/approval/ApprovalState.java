package dev.agentloop.runtime.approval;

import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What one session knows about approvals: answers that hold, questions that wait, answers not used yet. Thread-safe. */
public final class ApprovalState {
    /**
     * A question that was put off.
     *
     * @param request the question
     * @param question its text for the memory
     */
    public record Pending(ApprovalRequest request, String question) {}

    private record Answer(Pending to, ApprovalDecision decision) {
        boolean isFor(String callId, String question) {
            return to.request().callId().equals(callId) && to.question().equals(question);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> approvedForSession = new HashSet<>();
    private final Set<String> approvedAlways;
    private final Map<String, Pending> pending = new LinkedHashMap<>();
    private final Set<String> claimed = new HashSet<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Answer> used = new ArrayList<>();

    private @Nullable TurnId openTurn;

    /** @param approvedAlways questions that need no asking in any session of the agent; shared and thread-safe */
    public ApprovalState(Set<String> approvedAlways) {
        this.approvedAlways = approvedAlways;
    }

    boolean isRemembered(String question) {
        lock.lock();
        try {
            return approvedAlways.contains(question) || approvedForSession.contains(question);
        } finally {
            lock.unlock();
        }
    }

    void remember(String question, ApprovalDecision decision) {
        lock.lock();
        try {
            if (decision.kind() == ApprovalDecision.Kind.APPROVE_FOR_SESSION) {
                approvedForSession.add(question);
            } else if (decision.kind() == ApprovalDecision.Kind.APPROVE_ALWAYS) {
                approvedAlways.add(question);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Questions of this turn may wait from now on, and of no other. */
    public void open(TurnId turn) {
        lock.lock();
        try {
            openTurn = turn;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A question waits for its answer. Its call will run again from its start and ask its earlier questions again, so
     * their answers serve once more.
     *
     * @return false when its turn is over; then nobody could use the answer
     */
    public boolean putOff(Pending question) {
        lock.lock();
        try {
            boolean open = question.request().turnId().equals(openTurn);
            if (open) {
                pending.put(question.request().id(), question);
                takeBack(question.request().callId());
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void takeBack(String callId) {
        List<Answer> earlier = used.stream()
                .filter(answer -> answer.to().request().callId().equals(callId))
                .toList();
        used.removeAll(earlier);
        answers.addAll(earlier);
    }

    /**
     * The question with this id, if it waits and nobody else is answering it. Ends with {@link #answered} or
     * {@link #release}.
     */
    public Optional<Pending> claim(String requestId) {
        lock.lock();
        try {
            Pending question = pending.get(requestId);
            return question != null && claimed.add(requestId) ? Optional.of(question) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** A claimed question was not answered after all. */
    public void release(Pending question) {
        lock.lock();
        try {
            claimed.remove(question.request().id());
        } finally {
            lock.unlock();
        }
    }

    /** The questions that wait, oldest first. */
    public List<ApprovalRequest> pending() {
        lock.lock();
        try {
            return pending.values().stream().map(Pending::request).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a call waits for an answer, or has one that it has not used. */
    public boolean isWaiting() {
        lock.lock();
        try {
            return !pending.isEmpty() || !answers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** A question has its answer; the call uses it when the turn goes on. */
    public void answered(Pending question, ApprovalDecision decision) {
        lock.lock();
        try {
            claimed.remove(question.request().id());
            pending.remove(question.request().id());
            answers.add(new Answer(question, decision));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what waits, because the turn was given up. */
    public void dropPending() {
        lock.lock();
        try {
            pending.clear();
            answers.clear();
            used.clear();
            openTurn = null;
        } finally {
            lock.unlock();
        }
    }

    /** The answer for this run of the call, once, and only to the same question. */
    Optional<ApprovalDecision> takeAnswer(String callId, String question) {
        lock.lock();
        try {
            Optional<Answer> answer = answers.stream()
                    .filter(given -> given.isFor(callId, question))
                    .findFirst();
            answer.ifPresent(taken -> {
                answers.remove(taken);
                used.add(taken);
            });
            return answer.map(Answer::decision);
        } finally {
            lock.unlock();
        }
    }
}
