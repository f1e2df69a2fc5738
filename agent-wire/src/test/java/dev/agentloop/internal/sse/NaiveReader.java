package dev.agentloop.internal.sse;

import dev.agentloop.internal.sse.StreamEvents.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The event-stream rules on a whole String, written for reading only: the oracle for random streams. */
final class NaiveReader {
    private final List<Event> events = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private String pendingId = "";
    private String lastEventId = "";
    private long retryMillis = -1;
    private int keepAlives;
    private boolean blockOpen;

    static StreamEvents read(byte[] stream) {
        return new NaiveReader().run(new String(stream, StandardCharsets.UTF_8));
    }

    private StreamEvents run(String decoded) {
        String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
        String[] lines = text.replace("\r\n", "\n").replace('\r', '\n').split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            line(lines[i]);
        }
        boolean endedInside = blockOpen || !lines[lines.length - 1].isEmpty();
        return new StreamEvents(events, keepAlives, lastEventId, retryMillis, endedInside);
    }

    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith(":")) {
            keepAlives++;
        } else {
            blockOpen = true;
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1);
            field(colon < 0 ? line : line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void field(String name, String value) {
        if (name.equals("data")) {
            data.append(value).append('\n');
        } else if (name.equals("event")) {
            type = value;
        } else if (name.equals("id") && value.indexOf(0) < 0) {
            pendingId = value;
        } else if (name.equals("retry") && value.matches("[0-9]{1,9}")) {
            retryMillis = Long.parseLong(value);
        }
    }

    private void dispatch() {
        lastEventId = pendingId;
        blockOpen = false;
        if (data.length() == 0) {
            keepAlives++;
        } else {
            data.setLength(data.length() - 1);
            events.add(new Event(type.isEmpty() ? "message" : type, data.toString(), lastEventId));
        }
        data.setLength(0);
        type = "";
    }
}
