package dev.agentloop.tools.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tools.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class GrepFilesToolTest {

    @TempDir
    Path work;

    private void file(String path, String content) throws Exception {
        Path file = work.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private ToolOutput grep(Map<String, ?> arguments) throws Exception {
        return TestContext.in(work).call(new GrepFilesTool(), arguments);
    }

    @Test
    void answersPathLineAndTextInAFixedOrder() throws Exception {
        file("b/Deep.java", "int x;\n// TODO one\n");
        file("a.txt", "TODO two\r\n");
        file("b.txt", "nothing\n");

        assertThat(grep(Map.of("pattern", "TODO \\w+")))
                .isEqualTo(ToolOutput.text("a.txt:1:TODO two\nb/Deep.java:2:// TODO one\n"));
    }

    @Test
    void globPathCaseAndLimitNarrowTheSearch() throws Exception {
        file("src/A.java", "Foo\nfoo\n");
        file("src/a.txt", "foo\n");
        file("other/B.java", "foo\n");

        assertThat(grep(Map.of("pattern", "foo", "glob", "*.java", "path", "src"))
                        .text())
                .isEqualTo("src/A.java:2:foo\n");
        assertThat(grep(Map.of("pattern", "foo", "glob", "src/**", "ignore_case", true))
                        .text())
                .isEqualTo("src/A.java:1:Foo\nsrc/A.java:2:foo\nsrc/a.txt:1:foo\n");
        assertThat(grep(Map.of("pattern", "foo", "limit", 1)).text())
                .isEqualTo("other/B.java:1:foo\n(stopped at 1 lines; narrow the pattern or raise limit)\n");
        assertThat(grep(Map.of("pattern", "foo", "path", "src/A.java")).text()).isEqualTo("src/A.java:2:foo\n");
        assertThat(grep(Map.of("pattern", "absent")).text()).isEqualTo("No line matches.\n");
    }

    @Test
    void gitIgnoredBinaryAndLinkedFilesAreLeftOut() throws Exception {
        file(".git/config", "hit\n");
        file(".gitignore", "# built\n/out/\n*.log\n!keep.log\n");
        file("out/a", "hit\n");
        file("sub/out/a", "hit\n");
        file("x.log", "hit\n");
        file("keep.log", "hit\n");
        file("sub/.gitignore", "inner\n");
        file("sub/inner", "hit\n");
        Files.write(work.resolve("bin"), new byte[] {'h', 'i', 't', 0, (byte) 0xff});
        Files.createSymbolicLink(work.resolve("link"), work.resolve("keep.log"));

        assertThat(grep(Map.of("pattern", "hit")).text()).isEqualTo("keep.log:1:hit\nsub/out/a:1:hit\n");
        assertThat(grep(Map.of("pattern", "hit", "path", "sub")).text()).isEqualTo("sub/out/a:1:hit\n");
    }

    @Test
    void filesThatMustNotBeReadAreCountedNotShown() throws Exception {
        file("a", "hit\n");
        file("secret/key", "hit\n");
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(work).toBuilder()
                .privateTmp(false)
                .entry(Entry.path(work.toRealPath().resolve("secret"), Access.NONE))
                .build();

        assertThat(TestContext.in(work).withPolicy(policy).call(new GrepFilesTool(), Map.of("pattern", "hit")))
                .isEqualTo(ToolOutput.text("a:1:hit\n(1 files or directories must not be read)\n"));
    }

    @Test
    void longLinesAreShownAroundTheMatch() throws Exception {
        file("a", "x".repeat(1_000) + "hit" + "y".repeat(1_000) + "\n");

        assertThat(grep(Map.of("pattern", "hit")).text())
                .hasSizeLessThan(450)
                .startsWith("a:1:…x")
                .contains("xhity")
                .endsWith("y…\n");
    }

    @Test
    @Timeout(20)
    void patternThatExplodesElsewhereIsLinear() throws Exception {
        file("a", "a".repeat(100_000) + "\n");

        assertThat(grep(Map.of("pattern", "(a+)+$.")).text()).isEqualTo("No line matches.\n");
    }

    @Test
    void wrongAndOversizedPatternsAreFailedOutputs() throws Exception {
        assertThat(grep(Map.of("pattern", "(")).text())
                .isEqualTo("The pattern '(' is not valid RE2 syntax: missing closing ) at '('. Backreferences and"
                        + " lookaround do not exist in RE2.");
        assertThat(grep(Map.of("pattern", "((a{100}){100}){100}")).text())
                .isEqualTo("The pattern '((a{100}){100}){100}' repeats too much; use smaller counts.");
        assertThat(grep(Map.of("pattern", "x", "path", "none")).failed()).isTrue();
    }

    @Test
    void cancelledSearchStops() throws Exception {
        file("a", "x\n");

        assertThatThrownBy(() -> TestContext.in(work).cancelled().call(new GrepFilesTool(), Map.of("pattern", "x")))
                .isInstanceOf(CancellationException.class);
    }
}
