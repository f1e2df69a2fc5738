package dev.agentloop.tools.patch;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchEngineTest {

    @TempDir
    Path temporary;

    Path work;

    @BeforeEach
    void makeWorkDirectory() throws IOException {
        work = Files.createDirectory(temporary.resolve("work"));
    }

    private static String patch(String... lines) {
        return "*** Begin Patch\n" + String.join("\n", lines) + "\n*** End Patch\n";
    }

    private PatchPlan apply(String... lines) throws IOException {
        return PatchEngine.in(work).apply(patch(lines));
    }

    private void assertRefused(String message, String... lines) throws IOException {
        Map<String, String> before = Trees.read(temporary);
        assertThatThrownBy(() -> apply(lines))
                .isInstanceOf(PatchException.class)
                .hasMessage(message);
        assertThat(Trees.read(temporary)).isEqualTo(before);
    }

    @Test
    void summaryListsAddedThenModifiedThenDeletedFilesAsThePatchNamesThem() throws IOException {
        Trees.write(work, Map.of("gone", "x\n", "here", "one\n", "old", "o\n"));

        PatchPlan plan = apply(
                "*** Delete File: gone",
                "*** Update File: ./here",
                "-one",
                "+two",
                "*** Update File: old",
                "*** Move to: dir/new",
                " o",
                "+p",
                "*** Add File: sub/added",
                "+hi");

        assertThat(plan.summary()).isEqualTo("""
                        Success. Updated the following files:
                        A sub/added
                        M ./here
                        M dir/new
                        D gone
                        """);
        assertThat(Trees.files(work)).isEqualTo(Map.of("sub/added", "hi\n", "here", "two\n", "dir/new", "o\np\n"));
    }

    @Test
    void planShowsADiffAndWritesNothing() throws IOException {
        Trees.write(work, Map.of("a", "1\n2\n3\n"));

        PatchPlan plan = PatchEngine.in(work)
                .plan(patch("*** Update File: a", "*** Move to: b", " 1", "-2", "+two", "*** Add File: c", "+x"));

        assertThat(plan.diff()).isEqualTo("""
                        --- a/a
                        +++ b/b
                        @@ -1,3 +1,3 @@
                         1
                        -2
                        +two
                         3
                        --- /dev/null
                        +++ b/c
                        @@ -0,0 +1,1 @@
                        +x
                        """);
        assertThat(Trees.files(work)).isEqualTo(Map.of("a", "1\n2\n3\n"));
    }

    @Test
    void laterOperationsSeeEarlierOnes() throws IOException {
        Trees.write(work, Map.of("d", "file\n", "f", "1\n"));

        apply(
                "*** Delete File: d",
                "*** Add File: d/x",
                "+a",
                "*** Update File: d/x",
                "-a",
                "+b",
                "*** Update File: f",
                "*** Move to: g",
                "-1",
                "+2",
                "*** Update File: g",
                "-2",
                "+3",
                "*** Add File: f",
                "+again");

        assertThat(Trees.files(work)).isEqualTo(Map.of("d/x", "b\n", "g", "3\n", "f", "again\n"));
    }

    @Test
    void nothingIsWrittenWhenOneOperationFails() throws IOException {
        Trees.write(work, Map.of("a", "1\n"));

        assertRefused(
                "'missing' (line 6 of the patch) does not exist; use '*** Add File: ' for a new file.",
                "*** Add File: new",
                "+x",
                "*** Delete File: a",
                "",
                "*** Update File: missing",
                "-q");
    }

    @Test
    void partialModeKeepsWhatCameBeforeTheFailure() throws IOException {
        String patch = patch("*** Add File: new", "+x", "*** Delete File: missing", "*** Add File: later", "+y");

        assertThatThrownBy(
                        () -> PatchEngine.in(work).withMode(PatchMode.PARTIAL).apply(patch))
                .isInstanceOf(PatchException.class)
                .hasMessage("'missing' (line 4 of the patch) does not exist.");
        assertThat(Trees.files(work)).isEqualTo(Map.of("new", "x\n"));
    }

    @Test
    void movingAFileOntoItselfKeepsIt() throws IOException {
        Trees.write(work, Map.of("a", "1\n", "dir/x", "\n"));
        Files.createSymbolicLink(work.resolve("link"), Path.of("a"));

        apply("*** Update File: a", "*** Move to: a", "-1", "+2");
        apply("*** Update File: a", "*** Move to: dir/../a", "-2", "+3");
        apply("*** Update File: a", "*** Move to: link", "-3", "+4");

        assertThat(Trees.files(work)).isEqualTo(Map.of("a", "4\n", "dir/x", "\n", "link", "-> a"));
    }

    @Test
    void directoriesAndFilesAreNotMistakenForEachOther() throws IOException {
        Trees.write(work, Map.of("dir/x", "1\n", "f", "1\n"));

        assertRefused(
                "'dir' (line 2 of the patch) is a directory; a patch deletes files only.", "*** Delete File: dir");
        assertRefused("'dir' (line 2 of the patch) is a directory.", "*** Update File: dir", "-1");
        assertRefused(
                "'dir' (line 2 of the patch) is a directory, a file cannot replace it.", "*** Add File: dir", "+x");
        assertRefused(
                "'dir' (line 2 of the patch) is a directory, a file cannot replace it.",
                "*** Update File: f",
                "*** Move to: dir",
                "-1");
        assertRefused(
                "'f/x' (line 2 of the patch) is not there: " + work.toRealPath().resolve("f") + " is not a directory.",
                "*** Add File: f/x",
                "+x");
    }

    @Nested
    class Links {

        @Test
        void updateWritesWhereTheLinkLeads() throws IOException {
            Trees.write(work, Map.of("real/a", "1\n"));
            Files.createSymbolicLink(work.resolve("link"), Path.of("real/a"));
            Files.createSymbolicLink(work.resolve("dirlink"), Path.of("real"));

            apply("*** Update File: link", "-1", "+2", "*** Add File: dirlink/b", "+x");

            assertThat(Trees.files(work))
                    .isEqualTo(Map.of("real/a", "2\n", "real/b", "x\n", "link", "-> real/a", "dirlink", "-> real"));
        }

        @Test
        void deleteAndMoveRemoveTheLinkOnly() throws IOException {
            Trees.write(work, Map.of("a", "1\n"));
            Files.createSymbolicLink(work.resolve("one"), Path.of("a"));
            Files.createSymbolicLink(work.resolve("two"), Path.of("a"));

            apply("*** Delete File: one", "*** Update File: two", "*** Move to: b", "-1", "+2");

            assertThat(Trees.files(work)).isEqualTo(Map.of("a", "1\n", "b", "2\n"));
        }

        @Test
        void pathsThatLeaveTheDirectoryAreRefused() throws IOException {
            Path outside = Files.createDirectory(temporary.resolve("outside"));
            Trees.write(outside, Map.of("a", "1\n"));
            Files.createSymbolicLink(work.resolve("file"), outside.resolve("a"));
            Files.createSymbolicLink(work.resolve("dir"), outside);
            Files.createSymbolicLink(work.resolve("dangling"), outside.resolve("none"));
            Trees.write(work, Map.of("in", "1\n"));
            String leads = " (line 2 of the patch) must not be changed. It leads to " + outside.toRealPath();
            String end = ", outside of " + work.toRealPath() + ".";

            assertRefused("'file'" + leads + "/a" + end, "*** Update File: file", "-1", "+2");
            assertRefused("'dir/a'" + leads + "/a" + end, "*** Delete File: dir/a");
            assertRefused("'dir/new'" + leads + "/new" + end, "*** Add File: dir/new", "+x");
            assertRefused("'dangling'" + leads + "/none" + end, "*** Add File: dangling", "+x");
            assertRefused("'../outside/a'" + leads + "/a" + end, "*** Update File: ../outside/a", "-1");
            assertRefused("'" + outside + "/b'" + leads + "/b" + end, "*** Add File: " + outside + "/b", "+x");
            assertRefused(
                    "'dir/../x'" + " (line 2 of the patch) must not be changed. It leads to " + temporary.toRealPath()
                            + "/x" + end,
                    "*** Add File: dir/../x",
                    "+x");
            assertRefused("'dir/b'" + leads + "/b" + end, "*** Update File: in", "*** Move to: dir/b", "-1");
        }

        @Test
        void circlesAreRefused() throws IOException {
            Files.createSymbolicLink(work.resolve("x"), Path.of("y"));
            Files.createSymbolicLink(work.resolve("y"), Path.of("x"));

            assertRefused("'x' (line 2 of the patch) leads through a circle of links.", "*** Update File: x", "-1");
        }

        @Test
        void directoryReplacedByALinkAfterPlanningIsNoticed() throws IOException {
            Path outside = Files.createDirectory(temporary.resolve("outside"));
            Trees.write(work, Map.of("dir/a", "1\n"));
            Trees.write(outside, Map.of("a", "1\n"));
            PatchPlan plan = PatchEngine.in(work).plan(patch("*** Update File: dir/a", "-1", "+2"));
            Files.move(work.resolve("dir"), work.resolve("elsewhere"));
            Files.createSymbolicLink(work.resolve("dir"), outside);
            Map<String, String> before = Trees.read(temporary);

            assertThatThrownBy(plan::write).isInstanceOf(PatchException.class);
            assertThat(Trees.read(temporary)).isEqualTo(before);
        }
    }

    @Nested
    class Writing {

        @Test
        void changeBetweenPlanAndWriteIsNoticed() throws IOException {
            Trees.write(work, Map.of("a", "1\n"));
            PatchPlan plan =
                    PatchEngine.in(work).plan(patch("*** Add File: new", "+x", "*** Update File: a", "-1", "+2"));
            Files.writeString(work.resolve("a"), "1\nmore\n");

            assertThatThrownBy(plan::write)
                    .isInstanceOf(PatchException.class)
                    .hasMessage("'" + work.toRealPath().resolve("a")
                            + "' has changed since the patch was prepared. No file was changed.");
            assertThat(Trees.files(work)).isEqualTo(Map.of("a", "1\nmore\n"));
        }

        @Test
        void failureInTheMiddleIsTakenBack() throws IOException {
            Trees.write(work, Map.of("gone", "1\n", "a", "1\n", "old", "1\n"));
            PatchPlan plan = PatchEngine.in(work)
                    .plan(patch(
                            "*** Delete File: gone",
                            "*** Update File: a",
                            "-1",
                            "+2",
                            "*** Update File: old",
                            "*** Move to: deep/new",
                            "-1",
                            "+2",
                            "*** Add File: blocked/x",
                            "+x"));
            // Free while every file is checked, taken by the time its directory must be made.
            Files.writeString(work.resolve("blocked"), "");
            Map<String, String> before = Trees.read(work);

            assertThatThrownBy(plan::write)
                    .isInstanceOf(PatchException.class)
                    .hasMessage(
                            "'" + work.toRealPath().resolve("blocked/x") + "' exists already. No file was changed.");
            assertThat(Trees.read(work)).isEqualTo(before);
        }

        @Test
        void modesAreKept() throws IOException {
            Trees.write(work, Map.of("a", "1\n", "b", "1\n"));
            Files.setPosixFilePermissions(work.resolve("a"), PosixFilePermissions.fromString("rwxr-x--x"));
            Files.setPosixFilePermissions(work.resolve("b"), PosixFilePermissions.fromString("rwx------"));

            apply("*** Update File: a", "-1", "+2", "*** Update File: b", "*** Move to: c", "-1", "+2");

            assertThat(mode("a")).isEqualTo("rwxr-x--x");
            assertThat(mode("c")).isEqualTo("rwx------");
        }

        private String mode(String name) throws IOException {
            return PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(work.resolve(name), LinkOption.NOFOLLOW_LINKS));
        }

        @Test
        void encodingsAndByteOrderMarksAreKept() throws IOException {
            Charset windows = Charset.forName("windows-1252");
            Files.write(work.resolve("bom"), "\ufeffa\r\nb\r\n".getBytes(UTF_8));
            Files.write(work.resolve("utf16"), "\ufeffé\nb\n".getBytes(UTF_16LE));
            Files.write(work.resolve("latin"), "é “\nb\n".getBytes(windows));

            apply(
                    "*** Update File: bom",
                    "-a",
                    "+ä",
                    "*** Update File: utf16",
                    " é",
                    "-b",
                    "+€",
                    "*** Update File: latin",
                    " é \"",
                    "-b",
                    "+€");

            assertThat(work.resolve("bom")).hasBinaryContent("\ufeffä\r\nb\r\n".getBytes(UTF_8));
            assertThat(work.resolve("utf16")).hasBinaryContent("\ufeffé\n€\n".getBytes(UTF_16LE));
            assertThat(work.resolve("latin")).hasBinaryContent("é “\n€\n".getBytes(windows));
        }

        @Test
        void characterWithoutPlaceInTheEncodingIsRefused() throws IOException {
            Files.write(work.resolve("latin"), new byte[] {(byte) 0xe9, '\n'});

            assertRefused(
                    "'latin' (line 2 of the patch) is windows-1252, which has no form for a character of the added"
                            + " lines.",
                    "*** Update File: latin",
                    " é",
                    "+✅");
        }

        @Test
        void binaryFilesAreNotUpdatedButDeleted() throws IOException {
            Files.write(work.resolve("bin"), new byte[] {0, (byte) 0xff, '\n'});

            assertRefused("'bin' (line 2 of the patch) is a binary file.", "*** Update File: bin", "+x");
            assertThat(apply("*** Delete File: bin").diff()).isEmpty();
            assertThat(Trees.files(work)).isEmpty();
        }
    }
}
