package dev.agentloop.checks.endurance;

import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import java.util.Collection;

/** The events of one opened session: numbered without a gap, one turn at a time, nothing of a turn after its end. */
final class EventOrder implements EventListener {
    private final Collection<String> problems;
    private long last;
    private boolean inTurn;

    EventOrder(Collection<String> problems) {
        this.problems = problems;
    }

    @Override
    public void onEvent(AgentEvent event) {
        expect(event.sequence() == ++last, "no gap before it", event);
        if (event instanceof AgentEvent.TurnStarted) {
            expect(!inTurn, "no turn in a turn", event);
            inTurn = true;
        } else if (event instanceof AgentEvent.TurnCompleted || event instanceof AgentEvent.TurnFailed) {
            expect(inTurn, "one end of a turn", event);
            inTurn = false;
        } else if (event.turnId().isPresent()) {
            expect(inTurn, "a running turn", event);
        }
    }

    private void expect(boolean holds, String what, AgentEvent event) {
        if (!holds) {
            problems.add("Expected " + what + ", after event " + (last - 1) + ", in turn: " + inTurn + ": " + event);
        }
    }
}
