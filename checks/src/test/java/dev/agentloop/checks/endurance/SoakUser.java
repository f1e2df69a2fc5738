package dev.agentloop.checks.endurance;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Somebody with a folder who talks to the agent, changes their mind, leaves and comes back. Used by one thread. */
final class SoakUser {
    private static final int TURNS_OF_A_SESSION = 30;

    private final Path folder;
    private final Random random;
    private final Conversations conversations;
    private Optional<SessionId> open = Optional.empty();
    private int turnsOfSession;
    private long turns;

    SoakUser(Path folder, Random random, Conversations conversations) {
        this.folder = folder;
        this.random = random;
        this.conversations = conversations;
    }

    /** Turns of this user so far. */
    long turns() {
        return turns;
    }

    /** Talks until the time is over; no session is open afterwards, but one may be come back to. */
    void talk(Agent agent, long endNanos) throws InterruptedException {
        while (System.nanoTime() < endNanos) {
            SessionOptions options =
                    SessionOptions.builder().workingDirectory(folder).build();
            AgentSession session =
                    open.isPresent() ? agent.resumeSession(open.get(), options) : agent.startSession(options);
            int visit = 1 + random.nextInt(8);
            for (int turn = 0; turn < visit && System.nanoTime() < endNanos; turn++) {
                turn(session);
                turns++;
                turnsOfSession++;
            }
            leave(session);
            boolean stored = session.snapshot().headSequence() > 0; // not when its only turn was stopped at once
            if (stored && turnsOfSession < TURNS_OF_A_SESSION) {
                open = Optional.of(session.id());
            } else {
                conversations.forget(session.id().value());
                open = Optional.empty();
                turnsOfSession = 0;
            }
        }
    }

    /** Sometimes in the middle of a turn. */
    private void leave(AgentSession session) throws InterruptedException {
        if (random.nextInt(4) == 0 && session.snapshot().status() == SessionSnapshot.Status.IDLE) {
            TurnStream running = session.stream("and another thing");
            TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
            session.close();
            await(running);
        }
        session.close();
    }

    private void turn(AgentSession session) throws InterruptedException {
        if (session.snapshot().status() == SessionSnapshot.Status.SUSPENDED) {
            decide(session);
            return;
        }
        TurnStream stream = session.stream("go on");
        switch (random.nextInt(8)) {
            case 0 -> {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
                session.interrupt();
            }
            case 1 -> {
                session.steer(UserInput.text("and this"));
                session.steer(UserInput.text("and that"));
            }
            case 2 -> closeInTheMiddle(stream);
            case 3 -> stream.forEach(event -> {});
            default -> {}
        }
        if (await(stream) && random.nextBoolean()) {
            decide(session);
        }
    }

    private void closeInTheMiddle(TurnStream stream) {
        int seen = 0;
        int enough = 1 + random.nextInt(20);
        for (AgentEvent event : stream) {
            if (event instanceof AgentEvent.TurnFailed || ++seen == enough) {
                break;
            }
        }
        try {
            stream.close();
        } catch (IllegalStateException slowStore) {
            // The commits of fifty sessions can take longer than closing waits; that the turn ends is awaited next.
        }
    }

    /** Answers what was put off, or gives the turn up. */
    private void decide(AgentSession session) {
        while (session.snapshot().status() == SessionSnapshot.Status.SUSPENDED) {
            if (random.nextInt(5) == 0) {
                session.interrupt();
                return;
            }
            session.pendingApprovals()
                    .forEach(question -> session.answer(
                            question.id(),
                            random.nextInt(3) == 0 ? ApprovalDecision.deny("no") : ApprovalDecision.approve()));
            await(session.continueTurn());
        }
    }

    /** Whether the turn waits for answers. */
    private static boolean await(TurnStream stream) {
        try {
            return stream.await().status() == TurnStatus.SUSPENDED;
        } catch (TurnFailedException expected) {
            return false;
        }
    }
}
