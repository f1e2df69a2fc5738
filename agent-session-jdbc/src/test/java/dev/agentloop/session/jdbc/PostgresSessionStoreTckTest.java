package dev.agentloop.session.jdbc;

import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.tck.SessionStoreTck;
import java.nio.file.Path;

class PostgresSessionStoreTckTest extends SessionStoreTck {
    @Override
    protected SessionStore open(Path directory) {
        return JdbcSessionStore.postgres(PostgresServer.url(directory.toString()));
    }
}
