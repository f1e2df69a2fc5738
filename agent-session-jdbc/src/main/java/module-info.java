/** A session store over JDBC: SQLite and PostgreSQL. */
module dev.agentloop.session.jdbc {
    requires transitive dev.agentloop.api;
    requires java.sql;
    requires static org.postgresql.jdbc;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires static org.apiguardian.api;
    requires static org.jspecify;

    exports dev.agentloop.session.jdbc;
}
