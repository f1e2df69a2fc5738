package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TempWorkspaceTest {
    @Test
    void filesAreWrittenReadListedAndRemoved() throws Exception {
        TempWorkspace workspace =
                TempWorkspace.create().file("b.txt", "b").file("src/a.txt", "a").file("b.txt", "changed");
        Files.createDirectories(workspace.path("empty/folder"));

        assertThat(workspace.files()).containsExactly("b.txt", "src/a.txt");
        assertThat(workspace.read("b.txt")).isEqualTo("changed");
        assertThat(workspace.path()).isEqualTo(workspace.path().toRealPath());

        workspace.close();
        workspace.close();
        assertThat(workspace.path()).doesNotExist();
    }

    @Test
    void aPathOutsideIsRefused() {
        try (TempWorkspace workspace = TempWorkspace.create()) {
            assertThatThrownBy(() -> workspace.file("../escape", "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("../escape is outside the workspace");
        }
    }

    @Test
    void closingDoesNotFollowLinks(@TempDir Path outside) throws Exception {
        Path kept = Files.writeString(outside.resolve("kept.txt"), "kept");
        TempWorkspace workspace = TempWorkspace.create();
        Files.createSymbolicLink(workspace.path("link"), outside);

        workspace.close();

        assertThat(kept).exists();
    }
}
