package dev.agentloop.session.jdbc.sqlite;

import dev.agentloop.SessionStoreException;
import java.sql.SQLException;

/** Says what to do about a failure of SQLite, by its result code. */
final class SqliteFailures {
    private static final int BUSY = 5;
    private static final int READONLY = 8;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int NOTADB = 26;

    private SqliteFailures() {}

    /** @param attempt what was tried, as the start of a sentence */
    static SessionStoreException of(String attempt, SQLException cause) {
        String advice = switch (cause.getErrorCode()) {
            case BUSY -> "another process keeps it locked; try again when that has finished. ";
            case READONLY -> "it cannot be written; check the rights of the file and its folder. ";
            case IOERR -> "the disk or file system failed; read the session again before writing on. ";
            case CORRUPT -> "the file is damaged; move it away with its -wal file, or restore a copy. ";
            case FULL -> "the disk is full; free some space and try again. ";
            case NOTADB -> "the file is no SQLite database; move it away or name another file. ";
            default -> "";
        };
        return new SessionStoreException(attempt + ": " + advice + cause.getMessage(), cause);
    }
}
