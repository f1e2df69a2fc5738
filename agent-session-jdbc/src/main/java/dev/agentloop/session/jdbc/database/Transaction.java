package dev.agentloop.session.jdbc.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements that belong together. Neither commits nor closes the connection. */
@FunctionalInterface
public interface Transaction<T> {
    T run(Connection connection) throws SQLException;
}
