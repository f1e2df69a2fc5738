package dev.agentloop.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tools.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadFileToolTest {

    @TempDir
    Path work;

    private ToolOutput read(Map<String, ?> arguments) throws Exception {
        return TestContext.in(work).call(new ReadFileTool(), arguments);
    }

    @Test
    void answersNumberedLines() throws Exception {
        Files.writeString(work.resolve("a.txt"), "one\r\ntwo\n\nfour");

        assertThat(read(Map.of("path", "a.txt"))).isEqualTo(ToolOutput.text("1\tone\n2\ttwo\n3\t\n4\tfour\n"));
    }

    @Test
    void answersARangeAndSaysHowToGoOn() throws Exception {
        Files.writeString(work.resolve("a.txt"), "one\ntwo\nthree\nfour\n");

        assertThat(read(Map.of("path", "a.txt", "offset", 2, "limit", 2)))
                .isEqualTo(ToolOutput.text("2\ttwo\n3\tthree\n… lines 2 to 3 of 4; go on with offset 4 …\n"));
        assertThat(read(Map.of("path", "a.txt", "offset", 4))).isEqualTo(ToolOutput.text("4\tfour\n"));
        assertThat(read(Map.of("path", "a.txt", "offset", 5)))
                .isEqualTo(ToolOutput.error("'a.txt' has 4 lines; offset 5 is after its end."));
    }

    @Test
    void longFilesAndLinesAreBounded() throws Exception {
        String content =
                IntStream.range(0, 5_000).mapToObj(i -> "x".repeat(3_000)).collect(Collectors.joining("\n"));
        Files.writeString(work.resolve("a.txt"), content);

        String text = read(Map.of("path", "a.txt")).text();

        assertThat(text)
                .hasSizeLessThan(45_000)
                .contains("x… (1000 more characters)\n")
                .endsWith(" …\n");
    }

    @Test
    void whatIsNoTextFileIsAFailedOutput() throws Exception {
        Files.write(work.resolve("bin"), new byte[] {0, 1, (byte) 0xff});
        Files.writeString(work.resolve("empty"), "");

        assertThat(read(Map.of("path", "bin")))
                .isEqualTo(ToolOutput.error("'bin' is a binary file of 3 bytes, not text."));
        assertThat(read(Map.of("path", "."))).isEqualTo(ToolOutput.error("'.' is not a regular file."));
        assertThat(read(Map.of("path", "none"))).isEqualTo(ToolOutput.error("'none' is not a regular file."));
        assertThat(read(Map.of("path", "empty"))).isEqualTo(ToolOutput.text("(the file is empty)"));
    }

    @Test
    void thePolicyIsAskedAboutWhereALinkLeads() throws Exception {
        Path secret = Files.createDirectory(work.resolve("secret"));
        Files.writeString(secret.resolve("key"), "k");
        Files.createSymbolicLink(work.resolve("link"), secret.resolve("key"));
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(work).toBuilder()
                .privateTmp(false)
                .entry(Entry.path(secret.toRealPath(), Access.NONE))
                .build();

        ToolOutput output = TestContext.in(work).withPolicy(policy).call(new ReadFileTool(), Map.of("path", "link"));

        assertThat(output.failed()).isTrue();
        assertThat(output.text()).startsWith("'link' must not be read: reading " + secret.toRealPath() + "/key");
    }

    @Test
    void workspaceNamedByALinkCanBeRead() throws Exception {
        Path real = Files.createDirectory(work.resolve("real"));
        Files.writeString(real.resolve("a"), "x\n");
        Path link = Files.createSymbolicLink(work.resolve("link"), real);
        SandboxPolicy policy = SandboxPolicy.builder()
                .entry(Entry.special(Entry.Special.WORKSPACE, Access.READ))
                .workspace(link)
                .build();

        assertThat(TestContext.in(link).withPolicy(policy).call(new ReadFileTool(), Map.of("path", "a")))
                .isEqualTo(ToolOutput.text("1\tx\n"));
    }
}
