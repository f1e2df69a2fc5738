package dev.agentloop.session.jdbc;

import dev.agentloop.session.jdbc.database.Dialect;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Rows of table {@code blob}: long contents by their hash, each stored once however often it occurs. */
final class BlobTable {
    /** Longer contents become blobs: typically outputs of tools and images, which forks and repeats share. */
    static final int LONGEST_INLINE_BYTES = 8192;

    private BlobTable() {}

    /** Stores a content unless it is there; returns its hash. */
    static String insert(Connection connection, byte[] content, Dialect dialect) throws SQLException {
        String sha256 = sha256(content);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO blob (sha256, data) VALUES (?, ?) " + dialect.keepBlob())) {
            insert.setString(1, sha256);
            insert.setBytes(2, content);
            insert.executeUpdate();
        }
        return sha256;
    }

    /** The hashes a session's items refer to. */
    static List<String> of(Connection connection, long session) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT DISTINCT blob_sha256 FROM item WHERE session_key = ? AND blob_sha256 IS NOT NULL")) {
            query.setLong(1, session);
            try (ResultSet rows = query.executeQuery()) {
                List<String> hashes = new ArrayList<>();
                while (rows.next()) {
                    hashes.add(rows.getString(1));
                }
                return hashes;
            }
        }
    }

    /** Removes those blobs that no item refers to any more. */
    static void deleteUnused(Connection connection, List<String> hashes) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM blob WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM item WHERE blob_sha256 = sha256)")) {
            for (String hash : hashes) {
                delete.setString(1, hash);
                delete.executeUpdate();
            }
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
