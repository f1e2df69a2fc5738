package dev.agentloop.runtime.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.TurnId;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.session.SessionId;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ApprovalStateTest {
    private static final TurnId TURN = new TurnId("turn_1");
    private final ApprovalState state = new ApprovalState(new HashSet<>());

    private static ApprovalState.Pending question(TurnId turn) {
        return new ApprovalState.Pending(
                new ApprovalRequest.CallTool(
                        new ApprovalRequest.Origin("approval_1", SessionId.of("s"), turn, "c1"), "why", "tool", "{}"),
                "tool tool");
    }

    @Test
    void aQuestionPutOffAfterItsTurnIsOverDoesNotWait() {
        state.open(TURN);
        state.dropPending();

        assertThat(state.putOff(question(TURN))).isFalse();
        assertThat(state.pending()).isEmpty();
    }

    @Test
    void aQuestionOfAnEarlierTurnDoesNotWaitInALaterOne() {
        state.open(TURN);
        state.open(new TurnId("turn_2"));

        assertThat(state.putOff(question(TURN))).isFalse();
        assertThat(state.isWaiting()).isFalse();
    }

    @Test
    void anAnswerServesTheSameQuestionOnce() {
        state.open(TURN);
        ApprovalState.Pending question = question(TURN);
        assertThat(state.putOff(question)).isTrue();

        state.answered(state.claim("approval_1").orElseThrow(), ApprovalDecision.approve());

        assertThat(state.takeAnswer("c1", "another question")).isEmpty();
        assertThat(state.takeAnswer("c1", "tool tool")).contains(ApprovalDecision.approve());
        assertThat(state.takeAnswer("c1", "tool tool")).isEmpty();
    }

    @Test
    void aCallThatIsPutOffAgainFindsItsEarlierAnswersAgain() {
        state.open(TURN);
        ApprovalState.Pending first = question(TURN);
        state.putOff(first);
        state.answered(state.claim("approval_1").orElseThrow(), ApprovalDecision.approve());
        assertThat(state.takeAnswer("c1", "tool tool")).isPresent();

        state.putOff(new ApprovalState.Pending(first.request(), "a second question"));

        assertThat(state.takeAnswer("c1", "tool tool")).contains(ApprovalDecision.approve());
        assertThat(state.takeAnswer("c1", "tool tool")).isEmpty();
    }
}
