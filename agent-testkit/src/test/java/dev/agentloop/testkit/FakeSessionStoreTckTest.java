package dev.agentloop.testkit;

import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.tck.SessionStoreTck;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class FakeSessionStoreTckTest extends SessionStoreTck {
    private static final Map<Path, FakeSessionStore.Kept> FOLDERS = new ConcurrentHashMap<>();

    @Override
    protected SessionStore open(Path directory) {
        return new FakeSessionStore(FOLDERS.computeIfAbsent(directory, path -> new FakeSessionStore.Kept()));
    }
}
