package dev.agentloop.runtime.json;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.TurnId;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventHeader;
import dev.agentloop.session.SessionId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One event as one line of JSON: {@code {"version":1,"type":"item.completed","session":…,"parent":…,"turn":…,
 * "sequence":…,"at":…}} and the event's own members. {@code parent} and {@code turn} are left out when empty.
 */
public final class EventJson {
    /** The version written. */
    public static final int VERSION = 1;

    private static final Map<String, Class<? extends AgentEvent>> TYPES = Map.ofEntries(
            entry("session.started", AgentEvent.SessionStarted.class),
            entry("turn.started", AgentEvent.TurnStarted.class),
            entry("item.started", AgentEvent.ItemStarted.class),
            entry("item.delta", AgentEvent.ItemDelta.class),
            entry("item.updated", AgentEvent.ItemUpdated.class),
            entry("item.completed", AgentEvent.ItemCompleted.class),
            entry("approval.requested", AgentEvent.ApprovalRequested.class),
            entry("approval.resolved", AgentEvent.ApprovalResolved.class),
            entry("usage.updated", AgentEvent.UsageUpdated.class),
            entry("notice", AgentEvent.Notice.class),
            entry("turn.completed", AgentEvent.TurnCompleted.class),
            entry("turn.failed", AgentEvent.TurnFailed.class));
    private static final Map<Class<?>, String> NAMES = names();

    private EventJson() {}

    /** @throws IllegalArgumentException for an event or item of an own class that is no record */
    public static String eventToJson(AgentEvent event) {
        if (event instanceof UnknownEvent unknown) {
            return unknown.json();
        }
        ObjectNode line = Json.object().put("version", VERSION).put("type", name(event));
        EventHeader header = event.header();
        line.put("session", header.sessionId().value());
        header.parent().ifPresent(parent -> line.put("parent", parent.value()));
        header.turnId().ifPresent(turn -> line.put("turn", turn.value()));
        line.put("sequence", header.sequence()).put("at", header.at().toString());
        line.putNull("header");
        RecordMembers.addTo(line, event);
        return Json.writeStored(line.without("header"));
    }

    /**
     * Reads what {@link #eventToJson} wrote. A type of a later version becomes an {@link UnknownEvent}.
     *
     * @throws IllegalArgumentException naming the place
     */
    public static AgentEvent eventFromJson(String json) {
        ObjectNode line = Versions.remove("event", VERSION, Json.storedTree(json));
        String name = text(line, "type");
        Class<? extends AgentEvent> type = TYPES.get(name);
        if (type == null) {
            return new UnknownEvent(header(line), name, json);
        }
        line.set("header", Json.toStoredTree(header(line)));
        return Json.bindStored(line, type);
    }

    private static EventHeader header(ObjectNode line) {
        return new EventHeader(
                SessionId.of(text(line, "session")),
                optional(line, "parent").map(SessionId::of),
                optional(line, "turn").map(TurnId::new),
                Json.bindStored(line.path("at"), Instant.class),
                line.path("sequence").longValue());
    }

    private static String name(AgentEvent event) {
        String name = NAMES.get(event.getClass());
        return name == null && event instanceof AgentEvent.Other other ? other.type() : String.valueOf(name);
    }

    private static String text(ObjectNode line, String member) {
        return optional(line, member)
                .orElseThrow(() -> new IllegalArgumentException(member + ": the event needs this member, a text"));
    }

    private static Optional<String> optional(ObjectNode line, String member) {
        return Optional.ofNullable(line.path(member).textValue());
    }

    private static Map<Class<?>, String> names() {
        Map<Class<?>, String> names = new HashMap<>();
        TYPES.forEach((name, type) -> names.put(type, name));
        return names;
    }
}
