package dev.agentloop.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentloop.TokenUsage;
import dev.agentloop.TurnId;
import dev.agentloop.TurnStatus;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventHeader;
import dev.agentloop.event.Failure;
import dev.agentloop.event.TurnItem;
import dev.agentloop.session.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private static final EventHeader HEADER = new EventHeader(
            SessionId.of("s1"),
            Optional.of(SessionId.of("s0")),
            Optional.of(new TurnId("t1")),
            Instant.parse("2026-01-02T03:04:05.678Z"),
            7);
    private static final String REST =
            ",\"session\":\"s1\",\"parent\":\"s0\",\"turn\":\"t1\",\"sequence\":7,\"at\":\"2026-01-02T03:04:05.678Z\"";
    private static final TurnItem ITEM = new TurnItem.AgentMessage("m1", "hi\nthere");
    private static final String ITEM_JSON =
            ",\"item\":{\"type\":\"agent_message\",\"id\":\"m1\",\"text\":\"hi\\nthere\"}}";
    private static final String USAGE_JSON = "{\"inputTokens\":1,\"cachedInputTokens\":0,\"cacheWriteTokens\":0,"
            + "\"outputTokens\":2,\"reasoningTokens\":0}";

    record Heartbeat(EventHeader header, String type, int beats) implements AgentEvent.Other {}

    @Test
    void eventsHaveThisForm() {
        EventHeader session = new EventHeader(
                SessionId.of("s1"), Optional.empty(), Optional.empty(), Instant.parse("2026-01-02T03:04:05Z"), 1);
        event(
                new AgentEvent.SessionStarted(session, AgentEvent.SessionStarted.Origin.FORKED, Path.of("/w")),
                "{\"version\":1,\"type\":\"session.started\",\"session\":\"s1\",\"sequence\":1,"
                        + "\"at\":\"2026-01-02T03:04:05Z\",\"origin\":\"forked\",\"workingDirectory\":\"/w\"}");
        event(
                new AgentEvent.TurnStarted(HEADER, "gpt", false),
                "{\"version\":1,\"type\":\"turn.started\"" + REST + ",\"model\":\"gpt\",\"continued\":false}");
        event(new AgentEvent.ItemStarted(HEADER, ITEM), "{\"version\":1,\"type\":\"item.started\"" + REST + ITEM_JSON);
        event(new AgentEvent.ItemUpdated(HEADER, ITEM), "{\"version\":1,\"type\":\"item.updated\"" + REST + ITEM_JSON);
        event(
                new AgentEvent.ItemCompleted(HEADER, ITEM),
                "{\"version\":1,\"type\":\"item.completed\"" + REST + ITEM_JSON);
        event(
                new AgentEvent.ItemDelta(HEADER, "m1", AgentEvent.ItemDelta.Part.REASONING_SUMMARY, "x"),
                "{\"version\":1,\"type\":\"item.delta\"" + REST
                        + ",\"itemId\":\"m1\",\"part\":\"reasoning_summary\",\"delta\":\"x\"}");
        event(
                new AgentEvent.ApprovalRequested(
                        HEADER,
                        new ApprovalRequest.RunCommand(
                                new ApprovalRequest.Origin("q1", SessionId.of("s1"), new TurnId("t1"), "c1"),
                                "why",
                                List.of("ls"),
                                Path.of("/w"))),
                "{\"version\":1,\"type\":\"approval.requested\"" + REST
                        + ",\"request\":{\"type\":\"run_command\",\"origin\":{\"id\":\"q1\",\"sessionId\":\"s1\","
                        + "\"turnId\":\"t1\",\"callId\":\"c1\"},\"reason\":\"why\",\"argv\":[\"ls\"],"
                        + "\"workingDirectory\":\"/w\"}}");
        event(
                new AgentEvent.ApprovalResolved(HEADER, "q1", ApprovalDecision.approveForSession()),
                "{\"version\":1,\"type\":\"approval.resolved\"" + REST
                        + ",\"requestId\":\"q1\",\"decision\":{\"kind\":\"approve_for_session\",\"reason\":\"\"}}");
        event(
                new AgentEvent.UsageUpdated(HEADER, "gpt", TokenUsage.of(1, 2), TokenUsage.of(1, 2)),
                "{\"version\":1,\"type\":\"usage.updated\"" + REST + ",\"model\":\"gpt\",\"usage\":" + USAGE_JSON
                        + ",\"turnTotal\":" + USAGE_JSON + "}");
        event(
                new AgentEvent.Notice(HEADER, "model.retry", "again"),
                "{\"version\":1,\"type\":\"notice\"" + REST + ",\"code\":\"model.retry\",\"message\":\"again\"}");
        event(
                new AgentEvent.TurnCompleted(HEADER, TurnStatus.COMPLETED, "hi", TokenUsage.of(1, 2)),
                "{\"version\":1,\"type\":\"turn.completed\"" + REST
                        + ",\"status\":\"completed\",\"finalMessage\":\"hi\",\"usage\":" + USAGE_JSON + "}");
        event(
                new AgentEvent.TurnFailed(
                        HEADER,
                        new Failure("ModelException", "busy", true, OptionalInt.of(503), Optional.of("req_1")),
                        TokenUsage.of(1, 2)),
                "{\"version\":1,\"type\":\"turn.failed\"" + REST
                        + ",\"failure\":{\"kind\":\"ModelException\",\"message\":\"busy\",\"retryable\":true,"
                        + "\"status\":503,\"requestId\":\"req_1\"},\"usage\":" + USAGE_JSON + "}");
    }

    @Test
    void anEventOfAnotherKindComesBackAsTheSameLine() {
        String line = EventJson.eventToJson(new Heartbeat(HEADER, "acme.heartbeat", 3));
        assertThat(line).isEqualTo("{\"version\":1,\"type\":\"acme.heartbeat\"" + REST + ",\"beats\":3}");
        AgentEvent read = EventJson.eventFromJson(line);
        assertThat(read).isEqualTo(new UnknownEvent(HEADER, "acme.heartbeat", line));
        assertThat(EventJson.eventToJson(read)).isEqualTo(line);
    }

    @Test
    void linesThatCannotBeReadNameThePlace() {
        refused("{\"version\":1,\"type\":\"notice\"}", "session: the event needs this member");
        refused("{\"version\":1,\"session\":\"s1\"}", "type: the event needs this member");
        refused("{\"version\":9,\"type\":\"notice\"}", "version: the event has version 9");
        refused("{\"version\":1,\"type\":\"notice\"" + REST + ",\"code\":\"x\"}", "$.message");
    }

    private static void event(AgentEvent event, String json) {
        assertThat(EventJson.eventToJson(event)).isEqualTo(json).doesNotContain("\n");
        assertThat(EventJson.eventFromJson(json)).isEqualTo(event);
    }

    private static void refused(String json, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventJson.eventFromJson(json))
                .withMessageContaining(message);
    }
}
