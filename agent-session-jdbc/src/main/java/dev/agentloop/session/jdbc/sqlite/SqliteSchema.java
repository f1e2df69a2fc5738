package dev.agentloop.session.jdbc.sqlite;

import java.util.List;

/**
 * The tables. Items and blobs are only added; they leave with their session. Times are split into seconds and
 * nanoseconds, so that they come back exactly as they were.
 */
final class SqliteSchema {
    private static final List<String> STEP_1 = List.of(
            "CREATE TABLE schema_version (version INTEGER NOT NULL)",
            """
            CREATE TABLE session (
              session_key INTEGER PRIMARY KEY,
              id TEXT NOT NULL UNIQUE,
              parent_id TEXT,
              forked_at INTEGER NOT NULL,
              label TEXT NOT NULL,
              working_directory TEXT NOT NULL,
              model TEXT NOT NULL,
              created_seconds INTEGER NOT NULL,
              created_nanos INTEGER NOT NULL)
            """,
            "CREATE INDEX session_newest ON session (created_seconds DESC, created_nanos DESC, id DESC)",
            """
            CREATE TABLE blob (
              sha256 TEXT PRIMARY KEY,
              data BLOB NOT NULL)
            """,
            """
            CREATE TABLE item (
              item_key INTEGER PRIMARY KEY,
              session_key INTEGER NOT NULL REFERENCES session ON DELETE CASCADE,
              sequence INTEGER NOT NULL CHECK (sequence > 0),
              at_seconds INTEGER NOT NULL,
              at_nanos INTEGER NOT NULL,
              type TEXT NOT NULL,
              version INTEGER NOT NULL,
              content TEXT,
              blob_sha256 TEXT REFERENCES blob,
              UNIQUE (session_key, sequence),
              CHECK ((content IS NULL) <> (blob_sha256 IS NULL)))
            """,
            "CREATE INDEX item_blob ON item (blob_sha256) WHERE blob_sha256 IS NOT NULL");

    private static final List<String> STEP_2 = List.of(
            "ALTER TABLE session ADD COLUMN archived_seconds INTEGER",
            "ALTER TABLE session ADD COLUMN archived_nanos INTEGER",
            "ALTER TABLE session ADD COLUMN input_tokens INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE session ADD COLUMN cached_input_tokens INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE session ADD COLUMN cache_write_tokens INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE session ADD COLUMN output_tokens INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE session ADD COLUMN reasoning_tokens INTEGER NOT NULL DEFAULT 0",
            "CREATE VIRTUAL TABLE item_text USING fts5 (text)");

    private static final List<String> STEP_3 = List.of(
            "ALTER TABLE session ADD COLUMN lease_owner TEXT",
            "ALTER TABLE session ADD COLUMN lease_until_millis INTEGER NOT NULL DEFAULT 0");

    static final List<List<String>> STEPS = List.of(STEP_1, STEP_2, STEP_3);

    private SqliteSchema() {}
}
