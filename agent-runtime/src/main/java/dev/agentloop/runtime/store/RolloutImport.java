package dev.agentloop.runtime.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.runtime.json.Json;
import dev.agentloop.session.ImportedSession;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads JSON lines that {@link RolloutExport} wrote, or a rollout file of Codex, into a store. */
public final class RolloutImport {
    private static final int BATCH = 200;
    private static final String RECORD_MEMBER = ",\"record\":";

    private final SessionStore store;
    private final List<String> leftOut = new ArrayList<>();
    private final List<RolloutRecord> batch = new ArrayList<>();
    private @Nullable SessionId session;
    private long records;

    public RolloutImport(SessionStore store) {
        this.store = store;
    }

    /** Reads to the end. For one file only. */
    public ImportedSession read(Reader in) throws IOException {
        BufferedReader lines = new BufferedReader(in);
        @Nullable CodexRollout codex = null;
        long number = 0;
        for (String line = lines.readLine(), following; line != null; line = following) {
            following = lines.readLine();
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode tree = tree(line, number, following == null);
            if (tree == null) {
                break;
            }
            if (number == 1 && CodexRollout.begins(tree)) {
                codex = new CodexRollout(tree);
            } else if (codex != null) {
                codex.line(tree);
            } else {
                line(tree, line, number);
            }
        }
        if (codex != null) {
            session = codex.id();
            store.create(codex.id(), codex.metadata());
            batch.addAll(codex.finish());
            leftOut.addAll(codex.leftOut());
        }
        if (session == null) {
            throw new IllegalArgumentException("Line 1 is missing: it must tell which session this is");
        }
        flush();
        return new ImportedSession(session, records, leftOut);
    }

    private @Nullable JsonNode tree(String line, long number, boolean last) {
        try {
            JsonNode tree = Json.storedTree(line);
            if (tree.isObject()) {
                return tree;
            }
        } catch (IllegalArgumentException cutOff) {
            if (last && number > 1) {
                leftOut.add("Line " + number + ", the last one, is not whole");
                return null;
            }
            throw notUnderstood(number, String.valueOf(cutOff.getMessage()));
        }
        throw notUnderstood(number, "it is no JSON object");
    }

    private void line(JsonNode tree, String line, long number) {
        try {
            if (!tree.has("sequence") && tree.path("type").asText().equals(RolloutExport.SESSION)) {
                flush();
                begin(tree);
            } else if (session == null) {
                throw new IllegalArgumentException("it is no session, and none came before");
            } else {
                batch.add(record(tree, line));
                if (batch.size() == BATCH) {
                    flush();
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw notUnderstood(number, String.valueOf(e.getMessage()));
        }
    }

    private void begin(JsonNode tree) {
        if (tree.path("version").asInt() > RolloutExport.VERSION) {
            throw new IllegalArgumentException(
                    "it has version " + tree.path("version") + ", this library knows " + RolloutExport.VERSION);
        }
        SessionId id = SessionId.of(tree.path("id").asText());
        store.create(
                id,
                new SessionMetadata(
                        Optional.ofNullable(tree.get("parent")).map(parent -> SessionId.of(parent.asText())),
                        tree.path("forked_at").asLong(),
                        tree.path("label").asText(),
                        tree.path("working_directory").asText(),
                        tree.path("model").asText(),
                        Instant.parse(tree.path("created_at").asText())));
        session = id;
        records = 0;
    }

    private static RolloutRecord record(JsonNode tree, String line) {
        return new RolloutRecord(
                tree.path("sequence").asLong(),
                Instant.parse(tree.path("at").asText()),
                tree.path("type").asText(),
                tree.path("version").asInt(),
                content(tree, line));
    }

    /** The content as it was written, unless somebody has edited the line since. */
    private static String content(JsonNode tree, String line) {
        JsonNode text = tree.get("text");
        if (text != null) {
            return text.asText();
        }
        JsonNode record = tree.path("record");
        int start = line.indexOf(RECORD_MEMBER);
        if (start >= 0 && line.endsWith("}")) {
            String written = line.substring(start + RECORD_MEMBER.length(), line.length() - 1);
            try {
                if (Json.storedTree(written).equals(record)) {
                    return written;
                }
            } catch (IllegalArgumentException edited) {
                return record.toString();
            }
        }
        return record.toString();
    }

    private void flush() {
        SessionId id = session;
        if (id == null || batch.isEmpty()) {
            return;
        }
        store.append(
                id,
                batch.get(0).sequence(),
                List.copyOf(batch),
                batch.stream()
                        .flatMap(record -> FactsOf.record(record).stream())
                        .toList());
        records += batch.size();
        batch.clear();
    }

    private static IllegalArgumentException notUnderstood(long number, String why) {
        return new IllegalArgumentException("Line " + number + " is not understood: " + why);
    }
}
