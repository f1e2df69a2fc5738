package dev.agentloop.runtime.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import java.io.IOException;
import java.io.Writer;

/** Writes sessions as JSON lines. A record's content stands last in its line, exactly as the store has it. */
public final class RolloutExport {
    static final int VERSION = 1;
    static final String SESSION = "session";

    private static final int PAGE = 200;

    private final SessionStore store;

    public RolloutExport(SessionStore store) {
        this.store = store;
    }

    /** Writes a session after its ancestors. */
    public void write(SessionId id, Writer out) throws IOException {
        SessionReader reader = new SessionReader(store);
        for (SessionReader.Part part : reader.ancestry(id)) {
            line(out, session(part.id(), reader.metadata(part.id())));
            records(part, out);
        }
        out.flush();
    }

    private static String session(SessionId id, SessionMetadata metadata) {
        ObjectNode line = Json.object()
                .put("type", SESSION)
                .put("version", VERSION)
                .put("id", id.value())
                .put("label", metadata.label())
                .put("working_directory", metadata.workingDirectory())
                .put("model", metadata.model())
                .put("created_at", metadata.createdAt().toString());
        metadata.parent().ifPresent(parent -> line.put("parent", parent.value()).put("forked_at", metadata.forkedAt()));
        return Json.write(line);
    }

    private void records(SessionReader.Part part, Writer out) throws IOException {
        long from = 1;
        while (from <= part.last()) {
            RecordPage page = store.read(part.id(), from, PAGE);
            for (RolloutRecord record : page.records()) {
                if (record.sequence() <= part.last()) {
                    line(out, record(record));
                }
            }
            if (page.end()) {
                return;
            }
            from = page.next();
        }
    }

    private static String record(RolloutRecord record) {
        ObjectNode head = Json.object()
                .put("sequence", record.sequence())
                .put("at", record.at().toString())
                .put("type", record.type())
                .put("version", record.version());
        String content = record.json();
        return isOneJsonLine(content) ? Json.splice(head, "record", content) : Json.write(head.put("text", content));
    }

    /** What newer versions, or other programs, put into a store may be anything. */
    private static boolean isOneJsonLine(String content) {
        if (!content.startsWith("{") || content.indexOf('\n') >= 0 || content.indexOf('\r') >= 0) {
            return false;
        }
        try {
            return Json.storedTree(content).isObject();
        } catch (IllegalArgumentException notJson) {
            return false;
        }
    }

    private static void line(Writer out, String line) throws IOException {
        out.write(line);
        out.write('\n');
    }
}
