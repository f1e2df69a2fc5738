package dev.agentloop.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tools.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListDirToolTest {

    @TempDir
    Path work;

    private ToolOutput list(Map<String, ?> arguments) throws Exception {
        return TestContext.in(work).call(new ListDirTool(), arguments);
    }

    @Test
    void listsNamesSortedDownToADepth() throws Exception {
        Files.createDirectories(work.resolve("b/deep/deeper"));
        Files.writeString(work.resolve("b/x"), "");
        Files.writeString(work.resolve("a"), "");
        Files.createSymbolicLink(work.resolve("c"), Path.of("a"));

        assertThat(list(Map.of())).isEqualTo(ToolOutput.text("a\nb/\nc -> a\n"));
        assertThat(list(Map.of("depth", 2))).isEqualTo(ToolOutput.text("a\nb/\n  deep/\n  x\nc -> a\n"));
        assertThat(list(Map.of("path", "b"))).isEqualTo(ToolOutput.text("deep/\nx\n"));
        assertThat(list(Map.of("path", "b/deep/deeper"))).isEqualTo(ToolOutput.text("(the directory is empty)"));
    }

    @Test
    void whatIsNoDirectoryIsAFailedOutput() throws Exception {
        Files.writeString(work.resolve("a"), "");

        assertThat(list(Map.of("path", "a"))).isEqualTo(ToolOutput.error("'a' is not a directory."));
        assertThat(list(Map.of("path", "none"))).isEqualTo(ToolOutput.error("'none' is not a directory."));
    }

    @Test
    void largeDirectoriesAreBounded() throws Exception {
        for (int i = 0; i < 1_010; i++) {
            Files.writeString(work.resolve("f" + i), "");
        }

        assertThat(list(Map.of()).text())
                .endsWith("… stopped at 1000 entries, at least 10 more; list a directory below …\n");
    }
}
