package dev.agentloop.session.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A PostgreSQL server for the tests of this JVM, with one database for each name. It ends with the JVM. */
final class PostgresServer {
    private static final ConcurrentMap<String, String> DATABASES = new ConcurrentHashMap<>();

    private PostgresServer() {}

    private static final class Started {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL did not start", e);
            }
        }
    }

    /** The URL of a database that belongs to this name; made empty when it is first asked for. */
    static String url(String name) {
        return DATABASES.computeIfAbsent(name, key -> {
            String database = "test" + DATABASES.size();
            try (Connection connection = Started.SERVER.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("CREATE DATABASE " + database);
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot make database " + database, e);
            }
            return Started.SERVER.getJdbcUrl("postgres", database);
        });
    }
}
