package dev.agentloop.session.jdbc.postgres;

import java.util.List;

/** The tables, as those of SQLite. Ids sort by their bytes, as everywhere. */
final class PostgresSchema {
    private static final List<String> STEP_1 = List.of(
            "CREATE TABLE schema_version (version INTEGER NOT NULL)",
            """
            CREATE TABLE session (
              session_key BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              id TEXT COLLATE "C" NOT NULL UNIQUE,
              parent_id TEXT,
              forked_at BIGINT NOT NULL,
              label TEXT NOT NULL,
              working_directory TEXT NOT NULL,
              model TEXT NOT NULL,
              created_seconds BIGINT NOT NULL,
              created_nanos INTEGER NOT NULL,
              archived_seconds BIGINT,
              archived_nanos INTEGER,
              input_tokens BIGINT NOT NULL DEFAULT 0,
              cached_input_tokens BIGINT NOT NULL DEFAULT 0,
              cache_write_tokens BIGINT NOT NULL DEFAULT 0,
              output_tokens BIGINT NOT NULL DEFAULT 0,
              reasoning_tokens BIGINT NOT NULL DEFAULT 0,
              lease_owner TEXT,
              lease_until_millis BIGINT NOT NULL DEFAULT 0)
            """,
            "CREATE INDEX session_newest ON session (created_seconds DESC, created_nanos DESC, id DESC)",
            """
            CREATE TABLE blob (
              sha256 TEXT PRIMARY KEY,
              data BYTEA NOT NULL)
            """,
            """
            CREATE TABLE item (
              item_key BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
              session_key BIGINT NOT NULL REFERENCES session ON DELETE CASCADE,
              sequence BIGINT NOT NULL CHECK (sequence > 0),
              at_seconds BIGINT NOT NULL,
              at_nanos INTEGER NOT NULL,
              type TEXT NOT NULL,
              version INTEGER NOT NULL,
              content TEXT,
              blob_sha256 TEXT REFERENCES blob,
              UNIQUE (session_key, sequence),
              CHECK ((content IS NULL) <> (blob_sha256 IS NULL)))
            """,
            "CREATE INDEX item_blob ON item (blob_sha256) WHERE blob_sha256 IS NOT NULL",
            """
            CREATE TABLE item_text (
              item_key BIGINT PRIMARY KEY REFERENCES item ON DELETE CASCADE,
              text TEXT NOT NULL,
              words TSVECTOR NOT NULL)
            """,
            "CREATE INDEX item_words ON item_text USING GIN (words)");

    static final List<List<String>> STEPS = List.of(STEP_1);

    private PostgresSchema() {}
}
