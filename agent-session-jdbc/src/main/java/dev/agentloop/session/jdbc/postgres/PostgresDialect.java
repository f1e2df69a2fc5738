package dev.agentloop.session.jdbc.postgres;

import dev.agentloop.session.jdbc.database.Dialect;
import java.util.List;

/** PostgreSQL: writers of one session wait for each other at its row, and its own text search finds words. */
final class PostgresDialect implements Dialect {
    /** The channel on which a session's id tells that it has grown. */
    static final String CHANNEL = "agentloop_session";

    static final PostgresDialect INSTANCE = new PostgresDialect();

    private PostgresDialect() {}

    @Override
    public String lockRow() {
        return " FOR UPDATE";
    }

    @Override
    public String keepBlob() {
        // Touching the row keeps a concurrent deletion of the last item that refers to it waiting.
        return "ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256";
    }

    @Override
    public String insertText() {
        // Without its signs, because the parser takes "Money.java" for one word, the name of a host.
        return "INSERT INTO item_text (text, words, item_key)"
                + " SELECT said, to_tsvector('simple', regexp_replace(said, '[!-/:-@\\[-`{-~]+', ' ', 'g')), item_key"
                + " FROM (SELECT CAST(? AS TEXT) AS said) given, item WHERE session_key = ? AND sequence = ?";
    }

    @Override
    public String deleteTexts() {
        return "DELETE FROM item_text WHERE item_key IN (SELECT item_key FROM item WHERE session_key = ?)";
    }

    @Override
    public String excerpt() {
        return "ts_headline('simple', item_text.text, wanted,"
                + " 'StartSel=\"\", StopSel=\"\", MaxWords=24, MinWords=8, ShortWord=0')";
    }

    @Override
    public String matches() {
        return "plainto_tsquery('simple', ?) wanted, item_text JOIN item USING (item_key)"
                + " JOIN session USING (session_key) WHERE item_text.words @@ wanted";
    }

    @Override
    public String bestFirst() {
        return "ORDER BY ts_rank_cd(item_text.words, wanted) DESC, item_key DESC";
    }

    @Override
    public String query(List<String> words) {
        return String.join(" ", words);
    }

    @Override
    public String nowMillis() {
        return "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
    }

    @Override
    public String announce() {
        return "SELECT pg_notify('" + CHANNEL + "', ?)";
    }
}
