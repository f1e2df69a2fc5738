package dev.agentloop.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tools.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A directory that somebody keeps replacing by a link and back leads no reader out of the workspace. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
class LinkRaceTest {
    private static final int TRIES = 300;

    /** Long enough that some calls succeed, short enough that many are caught in the middle. */
    private static final long PAUSE_NANOS = 3_000_000;

    @TempDir
    Path folder;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<IOException> failure = new AtomicReference<>();
    private Thread swapper;
    private Path workspace;
    private Path outside;
    private TestContext context;

    @BeforeEach
    void startSwapping() throws IOException {
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("f"), "secret\n");
        workspace = Files.createDirectory(folder.resolve("workspace")).toRealPath();
        Files.createDirectory(workspace.resolve("real"));
        Files.writeString(workspace.resolve("real/f"), "fine\n");
        Files.createSymbolicLink(workspace.resolve("link"), outside);
        Files.move(workspace.resolve("real"), workspace.resolve("d"));
        context = TestContext.in(workspace);
        swapper = new Thread(this::swap, "swapper");
        swapper.start();
    }

    @AfterEach
    void stopSwapping() throws InterruptedException {
        over.set(true);
        swapper.join();
        assertThat(failure.get()).isNull();
    }

    private void swap() {
        try {
            while (!over.get()) {
                Files.move(workspace.resolve("d"), workspace.resolve("real"), StandardCopyOption.ATOMIC_MOVE);
                Files.move(workspace.resolve("link"), workspace.resolve("d"), StandardCopyOption.ATOMIC_MOVE);
                Files.move(workspace.resolve("d"), workspace.resolve("link"), StandardCopyOption.ATOMIC_MOVE);
                Files.move(workspace.resolve("real"), workspace.resolve("d"), StandardCopyOption.ATOMIC_MOVE);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException unexpected) {
            failure.set(unexpected);
        }
    }

    @Test
    void readersNeverSeeWhatIsOutside() throws Exception {
        TestContext blind = context.withPolicy(SandboxPolicy.builder()
                .entry(Entry.special(Entry.Special.WORKSPACE, Access.WRITE))
                .workspace(workspace)
                .build());
        int read = 0;
        for (int i = 0; i < TRIES; i++) {
            String text = blind.call(new ReadFileTool(), Map.of("path", "d/f")).text();
            String found = blind.call(new GrepFilesTool(), Map.of("pattern", ".", "path", "d"))
                    .text();
            assertThat(text + found).doesNotContain("secret");
            read += text.contains("fine") ? 1 : 0;
        }
        assertThat(read).isPositive();
    }
}
