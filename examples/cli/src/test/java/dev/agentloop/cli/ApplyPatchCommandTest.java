package dev.agentloop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyPatchCommandTest {
    private static final String ADD_THEN_MISS = """
            *** Begin Patch
            *** Add File: new.txt
            +hello
            *** Update File: old.txt
            @@
            -not there
            +never
            *** End Patch
            """;

    @TempDir
    private Path folder;

    @Test
    void appliesAPatchAndListsItsFiles() throws IOException {
        Files.writeString(folder.resolve("old.txt"), "one\ntwo\n");

        CliRun run = apply("""
                *** Begin Patch
                *** Update File: old.txt
                @@
                 one
                -two
                +2
                *** Add File: new.txt
                +hello
                *** End Patch
                """);

        assertThat(run).isEqualTo(new CliRun(0, "Success. Updated the following files:\nA new.txt\nM old.txt\n", ""));
        assertThat(folder.resolve("old.txt")).hasContent("one\n2\n");
        assertThat(folder.resolve("new.txt")).hasContent("hello\n");
    }

    @Test
    void aPatchThatDoesNotFitChangesNothing() throws IOException {
        Files.writeString(folder.resolve("old.txt"), "one\n");

        CliRun run = apply(ADD_THEN_MISS);

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("agent: ").contains("old.txt", "not there");
        assertThat(folder.resolve("new.txt")).doesNotExist();
    }

    @Test
    void partialKeepsWhatCameBefore() throws IOException {
        Files.writeString(folder.resolve("old.txt"), "one\n");

        CliRun run = apply(ADD_THEN_MISS, "--partial");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("old.txt");
        assertThat(folder.resolve("new.txt")).hasContent("hello\n");
    }

    @Test
    void refusesPathsOutsideOfTheFolder() {
        CliRun run = apply("*** Begin Patch\n*** Add File: ../escaped.txt\n+x\n*** End Patch\n");

        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("../escaped.txt");
        assertThat(folder.resolveSibling("escaped.txt")).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithTheInputOrTheFolder() {
        assertThat(apply("hello\n").err()).contains("*** Begin Patch");
        assertThat(CliRun.withInput(new byte[] {(byte) 0xff}, "apply-patch").err())
                .isEqualTo("agent: The patch on standard input is not UTF-8 text\n");
        assertThat(CliRun.withInput(new byte[0], "apply-patch", "-C", folder + "/none"))
                .isEqualTo(new CliRun(1, "", "agent: " + folder + "/none is not a folder\n"));
    }

    private CliRun apply(String patch, String... options) {
        String[] args = new String[options.length + 3];
        System.arraycopy(options, 0, args, 3, options.length);
        args[0] = "apply-patch";
        args[1] = "-C";
        args[2] = folder.toString();
        return CliRun.withInput(patch.getBytes(UTF_8), args);
    }
}
