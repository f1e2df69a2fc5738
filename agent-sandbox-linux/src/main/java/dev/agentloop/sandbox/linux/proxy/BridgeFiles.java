package dev.agentloop.sandbox.linux.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The classes of the bridge as files, however this library was packed. */
public final class BridgeFiles {
    /** The class to run. */
    public static final String PROGRAM = Bridge.class.getName();

    /** The line the bridge prints when it listens. */
    public static final String READY = Bridge.READY;

    private BridgeFiles() {}

    /** Copies the classes to a new folder, which is then a class path. */
    public static Path copyTo(Path folder) throws IOException {
        for (Class<?> type : List.of(Bridge.class, Relay.class)) {
            String name = type.getName().replace('.', '/') + ".class";
            Path file = folder.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            try (InputStream in = type.getResourceAsStream("/" + name)) {
                Files.copy(Objects.requireNonNull(in, name), file);
            }
        }
        return folder;
    }
}
