package dev.agentloop.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HunkApplierTest {

    private static String apply(String file, String hunks) {
        String patch = "*** Begin Patch\n*** Update File: f\n" + hunks + "*** End Patch\n";
        PatchOperation.Update update =
                (PatchOperation.Update) PatchParser.parse(patch).get(0);
        return HunkApplier.apply("f", TextFile.of(file), update.hunks()).content();
    }

    @Test
    void replacesRemovesAndAdds() {
        assertThat(apply("a\nb\nc\nd\n", "@@\n a\n-b\n+B\n@@\n-c\n d\n+e\n")).isEqualTo("a\nB\nd\ne\n");
    }

    @Test
    void searchesEachHunkAfterTheOneBefore() {
        assertThat(apply("x\ny\nx\ny\n", "@@\n-x\n+1\n@@\n-x\n+2\n")).isEqualTo("1\ny\n2\ny\n");
    }

    @Test
    void exactMatchFurtherDownWinsOverALooseOne() {
        assertThat(apply("a \nb\na\n", "@@\n-a\n+A\n")).isEqualTo("a \nb\nA\n");
    }

    @Test
    void looselyMatchedContextKeepsTheTextOfTheFile() {
        assertThat(apply("  a\t\nb\n", "@@\n a\n-b\n+B\n")).isEqualTo("  a\t\nB\n");
        assertThat(apply("x \u2013 \u201cq\u201d\u00a0z\nb\n", "@@\n x - \"q\" z\n-b\n+B\n"))
                .isEqualTo("x \u2013 \u201cq\u201d\u00a0z\nB\n");
    }

    @Test
    void headersNarrowTheSearchStepByStep() {
        String file = "class A\n  run\n    x\nclass B\n  run\n    x\n";

        assertThat(apply(file, "@@ class B\n@@ run\n-    x\n+    y\n"))
                .isEqualTo("class A\n  run\n    x\nclass B\n  run\n    y\n");
    }

    @Test
    void pureAdditionGoesAfterItsHeader() {
        assertThat(apply("a\nb\nc\n", "@@ b\n+x\n")).isEqualTo("a\nb\nx\nc\n");
    }

    @Test
    void pureAdditionWithoutHeaderOrWithEndOfFileGoesToTheEnd() {
        assertThat(apply("a\nb\n", "@@\n+x\n@@\n-a\n+A\n")).isEqualTo("A\nb\nx\n");
        assertThat(apply("a\nb\n", "@@ a\n+x\n*** End of File\n")).isEqualTo("a\nb\nx\n");
    }

    @Test
    void endOfFileMarkerChoosesTheLastPlace() {
        assertThat(apply("a\nb\na\n", "@@\n-a\n+A\n*** End of File\n")).isEqualTo("a\nb\nA\n");
    }

    @Test
    void emptyLastOldLineMayStandForTheFinalLineBreak() {
        assertThat(apply("a\nb\n", "@@\n-b\n+c\n\n")).isEqualTo("a\nc\n");
        assertThat(apply("a\nb\n", "@@\n b\n \n+c\n")).isEqualTo("a\nb\n\nc\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'a\r\nb\r\n', 'a\r\nB\r\nx\r\n'",
        "'a\rb\r', 'a\rB\rx\r'",
        "'a\nb\r\n', 'a\nB\nx\n'",
        "'a\nb', 'a\nB\nx\n'",
        "'b', 'B\nx\n'",
    })
    void addedLinesTakeTheEndingOfTheFirstLine(String file, String expected) {
        assertThat(apply(file, "@@\n-b\n+B\n+x\n")).isEqualTo(expected);
    }

    @Test
    void untouchedLinesKeepTheirEndings() {
        assertThat(apply("a\r\nb\nc\rd\r\ne", "@@\n-d\n+D\n")).isEqualTo("a\r\nb\nc\rD\r\ne\r\n");
    }

    @Test
    void fileCanBecomeEmptyAndEmptyFilesCanGrow() {
        assertThat(apply("a\n", "@@\n-a\n")).isEmpty();
        assertThat(apply("", "@@\n+a\n")).isEqualTo("a\n");
    }

    @Test
    void messageSaysWhatWasLookedForAndHowNearTheFileComes() {
        assertThatThrownBy(() -> apply("a\nb\nc\n", "@@\n a\n-x\n+y\n"))
                .isInstanceOf(PatchException.class)
                .hasMessage("'f', hunk 1 (line 3 of the patch): these lines were not found in the file:\na\nx\n"
                        + "The nearest place starts at line 1; there line 2 reads 'b' where the patch has 'x'.");
        assertThatThrownBy(() -> apply("a\nb\n", "@@\n-b\n+B\n@@\n-a\n+A\n"))
                .isInstanceOf(PatchException.class)
                .hasMessage("'f', hunk 2 (line 6 of the patch): these lines were not found after line 2:\na\n"
                        + "They stand higher up, at line 1. Hunks must follow the order of the file.");
        assertThatThrownBy(() -> apply("a\nb\n", "@@\n-a\n+A\n*** End of File\n"))
                .isInstanceOf(PatchException.class)
                .hasMessage("'f', hunk 1 (line 3 of the patch): these lines were not found at the end of the file:\na\n"
                        + "They stand at line 1, which is not the end of the file.");
        assertThatThrownBy(() -> apply("a\n", "@@ nowhere\n-a\n"))
                .isInstanceOf(PatchException.class)
                .hasMessage("'f', hunk 1 (line 3 of the patch): no line in the file equals the '@@' header 'nowhere'."
                        + " A header must be a whole line of the file; read the file and copy the line.");
    }

    @Test
    void emptyOldLineThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> apply("a\nb\n", "@@\n \n+c\n")).isInstanceOf(PatchException.class);
        assertThat(TextFile.of("a\r\n\rb").lines())
                .isEqualTo(List.of(
                        new TextFile.Line("a", "\r\n"), new TextFile.Line("", "\r"), new TextFile.Line("b", "")));
    }
}
