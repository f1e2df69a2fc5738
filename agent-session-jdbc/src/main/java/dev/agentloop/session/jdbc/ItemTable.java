package dev.agentloop.session.jdbc;

import dev.agentloop.SessionStoreException;
import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.jdbc.database.Dialect;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of table {@code item}: the records of the sessions, with long contents in table {@code blob}. */
final class ItemTable {
    /** PostgreSQL keeps no text with this character, so such a content goes where bytes are kept. */
    private static final char NO_TEXT = '\0';

    private ItemTable() {}

    /** The last sequence of a session; 0 when it is empty. */
    static long head(Connection connection, long session) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT coalesce(max(sequence), 0) FROM item WHERE session_key = ?")) {
            query.setLong(1, session);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    static void insert(Connection connection, long session, List<RolloutRecord> records, Dialect dialect)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO item (session_key, sequence, at_seconds, at_nanos, type, version, content, blob_sha256)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (RolloutRecord record : records) {
                insert.setLong(1, session);
                insert.setLong(2, record.sequence());
                insert.setLong(3, record.at().getEpochSecond());
                insert.setInt(4, record.at().getNano());
                insert.setString(5, record.type());
                insert.setInt(6, record.version());
                byte[] content = utf8(record);
                if (content.length > BlobTable.LONGEST_INLINE_BYTES
                        || record.json().indexOf(NO_TEXT) >= 0) {
                    insert.setNull(7, Types.VARCHAR);
                    insert.setString(8, BlobTable.insert(connection, content, dialect));
                } else {
                    insert.setString(7, record.json());
                    insert.setNull(8, Types.VARCHAR);
                }
                insert.executeUpdate();
            }
        }
    }

    /** Records of a session from a sequence on, in order. */
    static List<RolloutRecord> read(Connection connection, long session, long from, long max) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT sequence, at_seconds, at_nanos, type, version, content, data"
                        + " FROM item LEFT JOIN blob ON blob.sha256 = item.blob_sha256"
                        + " WHERE session_key = ? AND sequence >= ? ORDER BY sequence LIMIT ?")) {
            query.setLong(1, session);
            query.setLong(2, from);
            query.setLong(3, max);
            try (ResultSet rows = query.executeQuery()) {
                List<RolloutRecord> records = new ArrayList<>();
                while (rows.next()) {
                    records.add(record(rows));
                }
                return records;
            }
        }
    }

    /** Strict: what cannot come back as it was is not stored. */
    private static byte[] utf8(RolloutRecord record) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(record.json()));
            return Arrays.copyOfRange(bytes.array(), bytes.arrayOffset(), bytes.arrayOffset() + bytes.limit());
        } catch (CharacterCodingException e) {
            throw new SessionStoreException(
                    "Record " + record.sequence() + " of type " + record.type()
                            + " is not valid Unicode: it holds half a surrogate pair; write that as an escape",
                    e);
        }
    }

    private static RolloutRecord record(ResultSet row) throws SQLException {
        String content = row.getString("content");
        return new RolloutRecord(
                row.getLong("sequence"),
                Instant.ofEpochSecond(row.getLong("at_seconds"), row.getInt("at_nanos")),
                row.getString("type"),
                row.getInt("version"),
                content == null ? new String(row.getBytes("data"), StandardCharsets.UTF_8) : content);
    }
}
