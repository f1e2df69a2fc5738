package dev.agentloop.session.jdbc.sqlite;

import dev.agentloop.session.jdbc.database.Dialect;
import java.util.List;

/** SQLite: a writer is alone already, and FTS5 searches. */
final class SqliteDialect implements Dialect {
    static final SqliteDialect INSTANCE = new SqliteDialect();

    private SqliteDialect() {}

    @Override
    public String lockRow() {
        return "";
    }

    @Override
    public String keepBlob() {
        return "ON CONFLICT (sha256) DO NOTHING";
    }

    @Override
    public String nowMillis() {
        return "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
    }

    @Override
    public String announce() {
        return "";
    }

    @Override
    public String insertText() {
        return "INSERT INTO item_text (rowid, text) SELECT item_key, ? FROM item WHERE session_key = ? AND sequence = ?";
    }

    @Override
    public String deleteTexts() {
        return "DELETE FROM item_text WHERE rowid IN (SELECT item_key FROM item WHERE session_key = ?)";
    }

    @Override
    public String excerpt() {
        return "snippet(item_text, 0, '', '', '…', 24)";
    }

    @Override
    public String matches() {
        return "item_text JOIN item ON item.item_key = item_text.rowid JOIN session USING (session_key)"
                + " WHERE item_text MATCH ?";
    }

    @Override
    public String bestFirst() {
        return "ORDER BY item_text.rank, item_key DESC";
    }

    @Override
    public String query(List<String> words) {
        return '"' + String.join("\" \"", words) + '"';
    }
}
