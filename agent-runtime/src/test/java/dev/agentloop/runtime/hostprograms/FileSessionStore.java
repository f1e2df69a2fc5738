package dev.agentloop.runtime.hostprograms;

import dev.agentloop.SessionConflictException;
import dev.agentloop.SessionNotFoundException;
import dev.agentloop.SessionStoreException;
import dev.agentloop.session.RecordPage;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.session.SessionPage;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import dev.agentloop.spi.SessionStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A host's own store: a file for each session, its metadata first, one entry after the other. */
final class FileSessionStore implements SessionStore {
    private final Path folder;
    private boolean closed;

    FileSessionStore(Path folder) {
        this.folder = folder;
    }

    @Override
    public synchronized void create(SessionId id, SessionMetadata metadata) {
        if (!Files.exists(file(id))) {
            write(id, out -> {
                out.writeUTF(metadata.parent().map(SessionId::value).orElse(""));
                out.writeLong(metadata.forkedAt());
                out.writeUTF(metadata.label());
                out.writeUTF(metadata.workingDirectory());
                out.writeUTF(metadata.model());
                out.writeUTF(metadata.createdAt().toString());
            });
        }
    }

    @Override
    public synchronized Optional<SessionMetadata> metadata(SessionId id) {
        return Files.exists(file(id)) ? Optional.of(load(id).metadata()) : Optional.empty();
    }

    @Override
    public synchronized long append(SessionId id, long expectedSequence, List<RolloutRecord> records) {
        List<RolloutRecord> there = load(id).records();
        int overlap = there.size() + 1 - (int) expectedSequence;
        if (overlap < 0
                || overlap > records.size()
                || !there.subList(there.size() - overlap, there.size()).equals(records.subList(0, overlap))) {
            throw new SessionConflictException(
                    "Session " + id + " has " + there.size() + " records; somebody else wrote it");
        }
        List<RolloutRecord> added = records.subList(overlap, records.size());
        write(id, out -> {
            for (RolloutRecord record : added) {
                byte[] json = record.json().getBytes(StandardCharsets.UTF_8);
                out.writeLong(record.sequence());
                out.writeUTF(record.at().toString());
                out.writeUTF(record.type());
                out.writeInt(record.version());
                out.writeInt(json.length);
                out.write(json);
            }
        });
        return there.size() + added.size() + 1L;
    }

    @Override
    public synchronized RecordPage read(SessionId id, long from, int max) {
        List<RolloutRecord> there = load(id).records();
        int start = (int) Math.min(from - 1, there.size());
        int end = Math.min(start + max, there.size());
        return new RecordPage(there.subList(start, end), end + 1L, end == there.size());
    }

    @Override
    public synchronized SessionPage list(SessionQuery query) {
        List<SessionSummary> rows;
        try (Stream<Path> files = Files.list(folder)) {
            rows = files.map(file -> SessionId.of(file.getFileName().toString().replace(".session", "")))
                    .map(id -> new SessionSummary(
                            id, load(id).metadata(), load(id).records().size()))
                    .sorted(Comparator.comparing(
                                    (SessionSummary row) -> row.metadata().createdAt())
                            .reversed())
                    .toList();
        } catch (IOException e) {
            throw new SessionStoreException("Could not list " + folder, e);
        }
        int start = query.cursor().map(Integer::parseInt).orElse(0);
        int end = Math.min(start + query.max(), rows.size());
        return new SessionPage(
                rows.subList(start, end), end < rows.size() ? Optional.of(Integer.toString(end)) : Optional.empty());
    }

    @Override
    public synchronized void delete(SessionId id) {
        String cursor = "0";
        while (!cursor.isEmpty()) {
            SessionPage page = list(new SessionQuery(1000, Optional.of(cursor)));
            for (SessionSummary row : page.sessions()) {
                if (row.metadata().parent().equals(Optional.of(id))) {
                    throw new IllegalStateException("Session " + row.id() + " was forked from " + id);
                }
            }
            cursor = page.cursor().orElse("");
        }
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException e) {
            throw new SessionStoreException("Could not delete session " + id, e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private record Loaded(SessionMetadata metadata, List<RolloutRecord> records) {}

    private Loaded load(SessionId id) {
        if (!Files.exists(file(id))) {
            throw new SessionNotFoundException("There is no session " + id + " in " + folder);
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file(id))))) {
            String parent = in.readUTF();
            SessionMetadata metadata = new SessionMetadata(
                    parent.isEmpty() ? Optional.empty() : Optional.of(SessionId.of(parent)),
                    in.readLong(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    Instant.parse(in.readUTF()));
            List<RolloutRecord> records = new ArrayList<>();
            while (in.available() > 0) {
                records.add(new RolloutRecord(
                        in.readLong(),
                        Instant.parse(in.readUTF()),
                        in.readUTF(),
                        in.readInt(),
                        new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8)));
            }
            return new Loaded(metadata, records);
        } catch (IOException e) {
            throw new SessionStoreException("Could not read session " + id, e);
        }
    }

    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private void write(SessionId id, Content content) {
        if (closed) {
            throw new SessionStoreException("The store is closed");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FileChannel file = FileChannel.open(
                file(id), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            content.writeTo(new DataOutputStream(bytes));
            file.write(java.nio.ByteBuffer.wrap(bytes.toByteArray()));
            file.force(true);
        } catch (IOException e) {
            throw new SessionStoreException("Could not write session " + id, e);
        }
    }

    private Path file(SessionId id) {
        return folder.resolve(id.value() + ".session");
    }
}
