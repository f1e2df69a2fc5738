package dev.agentloop.session.jdbc;

import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.tck.SessionStoreTck;
import java.nio.file.Path;

class SqliteSessionStoreTckTest extends SessionStoreTck {
    @Override
    protected SessionStore open(Path directory) {
        return JdbcSessionStore.open(directory.resolve("sessions.db"));
    }
}
