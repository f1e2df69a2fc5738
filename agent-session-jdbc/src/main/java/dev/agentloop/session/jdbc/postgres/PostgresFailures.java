package dev.agentloop.session.jdbc.postgres;

import dev.agentloop.SessionStoreException;
import java.sql.SQLException;
import java.util.Set;

/** Says what to do about a failure of PostgreSQL, by its SQL state. */
final class PostgresFailures {
    /** Two transactions got in each other's way: serialisation, deadlock, and a blob that was deleted meanwhile. */
    private static final Set<String> PASSING = Set.of("40001", "40P01", "23503");

    private PostgresFailures() {}

    /** Whether the same transaction may well succeed when it is run again. */
    static boolean mayPass(SQLException failure) {
        return PASSING.contains(String.valueOf(failure.getSQLState()));
    }

    /** @param attempt what was tried, as the start of a sentence */
    static SessionStoreException of(String attempt, SQLException cause) {
        String state = String.valueOf(cause.getSQLState());
        String advice = "";
        if (state.startsWith("08") || state.startsWith("57P")) {
            advice = "the connection failed; read the session again before writing on. ";
        } else if (state.startsWith("28")) {
            advice = "the server refuses the user; check name and password. ";
        } else if (state.startsWith("53")) {
            advice = "the server has no room left; try again later. ";
        } else if (state.equals("42501")) {
            advice = "the user may not do that; grant it rights on the schema. ";
        }
        return new SessionStoreException(attempt + ": " + advice + cause.getMessage(), cause);
    }
}
