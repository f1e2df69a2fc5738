package dev.agentloop.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tools.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindFilesToolTest {

    @TempDir
    Path work;

    @BeforeEach
    void makeTree() throws Exception {
        for (String path : new String[] {"A.java", "src/B.java", "src/deep/C.java", "src/d.txt", "out/E.java"}) {
            Files.createDirectories(work.resolve(path).getParent());
            Files.writeString(work.resolve(path), "");
        }
        Files.writeString(work.resolve(".gitignore"), "out/\n");
    }

    private ToolOutput find(Map<String, ?> arguments) throws Exception {
        return TestContext.in(work).call(new FindFilesTool(), arguments);
    }

    @Test
    void answersPathsFromTheWorkingDirectory() throws Exception {
        assertThat(find(Map.of("pattern", "*.java")))
                .isEqualTo(ToolOutput.text("A.java\nsrc/B.java\nsrc/deep/C.java\n"));
        assertThat(find(Map.of("pattern", "*.java", "path", "src")))
                .isEqualTo(ToolOutput.text("src/B.java\nsrc/deep/C.java\n"));
        assertThat(find(Map.of("pattern", "src/*"))).isEqualTo(ToolOutput.text("src/B.java\nsrc/d.txt\n"));
        assertThat(find(Map.of("pattern", "none"))).isEqualTo(ToolOutput.text("No file matches.\n"));
    }

    @Test
    void limitIsSaidOnlyWhenThereIsMore() throws Exception {
        assertThat(find(Map.of("pattern", "*.java", "limit", 3)).text())
                .isEqualTo("A.java\nsrc/B.java\nsrc/deep/C.java\n");
        assertThat(find(Map.of("pattern", "*.java", "limit", 2)).text())
                .isEqualTo("A.java\nsrc/B.java\n(stopped at 2 files; narrow the pattern or raise limit)\n");
    }

    @Test
    void missingDirectoryIsAFailedOutput() throws Exception {
        assertThat(find(Map.of("pattern", "*", "path", "none"))).isEqualTo(ToolOutput.error("'none' does not exist."));
    }
}
