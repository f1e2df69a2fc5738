package dev.agentloop.runtime.store;

import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.tck.SessionStoreTck;
import java.nio.file.Path;

class MemorySessionStoreTckTest extends SessionStoreTck {
    @Override
    protected SessionStore open(Path directory) {
        return new MemorySessionStore();
    }

    @Override
    protected boolean keepsSessions() {
        return false;
    }
}
