package dev.agentloop.runtime.event;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.TurnStatus;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventHeader;
import dev.agentloop.event.Failure;
import dev.agentloop.event.PrefixBreak;
import dev.agentloop.event.TurnItem;
import java.util.Optional;
import java.util.function.Function;

/** Publishes the events of one turn. */
public final class TurnEvents {
    private final EventHub hub;
    private final Optional<TurnId> turn;

    public TurnEvents(EventHub hub, TurnId turn) {
        this.hub = hub;
        this.turn = Optional.of(turn);
    }

    public void turnStarted(String model, boolean continued) {
        hub.open(turn.orElseThrow());
        publish(header -> new AgentEvent.TurnStarted(header, model, continued));
    }

    public void itemStarted(TurnItem item) {
        publish(header -> new AgentEvent.ItemStarted(header, item));
    }

    public void itemDelta(String itemId, AgentEvent.ItemDelta.Part part, String delta) {
        publish(header -> new AgentEvent.ItemDelta(header, itemId, part, delta));
    }

    public void itemUpdated(TurnItem item) {
        publish(header -> new AgentEvent.ItemUpdated(header, item));
    }

    public void itemCompleted(TurnItem item) {
        publish(header -> new AgentEvent.ItemCompleted(header, item));
    }

    public void approvalRequested(ApprovalRequest request) {
        publish(header -> new AgentEvent.ApprovalRequested(header, request));
    }

    public void approvalResolved(String requestId, ApprovalDecision decision) {
        publish(header -> new AgentEvent.ApprovalResolved(header, requestId, decision));
    }

    public void usageUpdated(String model, TokenUsage usage, TokenUsage turnTotal, Optional<PrefixBreak> prefixBreak) {
        publish(header -> new AgentEvent.UsageUpdated(header, model, usage, turnTotal, prefixBreak));
    }

    public void notice(String code, String message) {
        publish(header -> new AgentEvent.Notice(header, code, message));
    }

    public void turnCompleted(TurnStatus status, String finalMessage, TokenUsage usage) {
        hub.publishLast(
                turn.orElseThrow(), header -> new AgentEvent.TurnCompleted(header, status, finalMessage, usage));
    }

    public void turnFailed(Failure failure, TokenUsage usage) {
        hub.publishLast(turn.orElseThrow(), header -> new AgentEvent.TurnFailed(header, failure, usage));
    }

    private void publish(Function<EventHeader, AgentEvent> event) {
        hub.publish(turn, event);
    }
}
