package dev.agentloop.session.jdbc;

import dev.agentloop.session.RecordFacts;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.jdbc.database.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was said, by word. */
final class TextIndex {
    /** Of a longer text only the start can be found; PostgreSQL indexes no text with more than 1 MB of words. */
    private static final int LONGEST_TEXT = 100_000;

    private final Dialect dialect;

    TextIndex(Dialect dialect) {
        this.dialect = dialect;
    }

    void insert(Connection connection, long session, List<RecordFacts> facts) throws SQLException {
        List<RecordFacts> spoken =
                facts.stream().filter(fact -> !fact.text().isEmpty()).toList();
        if (spoken.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(dialect.insertText())) {
            for (RecordFacts fact : spoken) {
                String text = fact.text().replace('\0', ' ');
                insert.setString(1, text.substring(0, Math.min(LONGEST_TEXT, text.length())));
                insert.setLong(2, session);
                insert.setLong(3, fact.sequence());
                insert.executeUpdate();
            }
        }
    }

    void delete(Connection connection, long session) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(dialect.deleteTexts())) {
            delete.setLong(1, session);
            delete.executeUpdate();
        }
    }

    List<SearchHit> search(Connection connection, String text, int max) throws SQLException {
        List<String> words = words(text);
        if (words.isEmpty()) {
            return List.of();
        }
        try (PreparedStatement query = connection.prepareStatement("SELECT " + SessionTable.SUMMARY + ", sequence, "
                + dialect.excerpt() + " AS excerpt FROM " + dialect.matches() + " " + dialect.bestFirst()
                + " LIMIT ?")) {
            query.setString(1, dialect.query(words));
            query.setInt(2, max);
            try (ResultSet rows = query.executeQuery()) {
                List<SearchHit> hits = new ArrayList<>();
                while (rows.next()) {
                    hits.add(new SearchHit(
                            SessionTable.summary(rows), rows.getLong("sequence"), rows.getString("excerpt")));
                }
                return hits;
            }
        }
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[^\\p{L}\\p{M}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
