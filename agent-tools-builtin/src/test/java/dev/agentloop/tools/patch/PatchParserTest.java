package dev.agentloop.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchParserTest {

    private static final List<PatchOperation> DELETE_A = List.of(new PatchOperation.Delete(2, "a"));

    private static Hunk.Line line(char sign, String text) {
        Hunk.Kind kind = sign == '+' ? Hunk.Kind.ADD : sign == '-' ? Hunk.Kind.REMOVE : Hunk.Kind.CONTEXT;
        return new Hunk.Line(kind, text);
    }

    @Test
    void readsEveryKindOfOperation() {
        String patch = """
                *** Begin Patch
                *** Add File: new.txt
                +one
                +
                *** Delete File: old.txt
                *** Update File: src/A.java
                *** Move to: src/B.java
                @@ class A {
                @@ void run() {
                 call();
                -old();
                +fresh();
                *** End of File
                *** End Patch
                """;

        assertThat(PatchParser.parse(patch))
                .containsExactly(
                        new PatchOperation.Add(2, "new.txt", List.of("one", "")),
                        new PatchOperation.Delete(5, "old.txt"),
                        new PatchOperation.Update(
                                6,
                                "src/A.java",
                                Optional.of("src/B.java"),
                                List.of(new Hunk(
                                        1,
                                        8,
                                        List.of("class A {", "void run() {"),
                                        List.of(line(' ', "call();"), line('-', "old();"), line('+', "fresh();")),
                                        true))));
    }

    @Test
    void firstHunkNeedsNoHeaderAndAnEmptyLineIsEmptyContext() {
        String patch = "*** Begin Patch\n*** Update File: a\n one\n\n-two\n@@\n+three\n*** End Patch";

        assertThat(PatchParser.parse(patch))
                .containsExactly(new PatchOperation.Update(
                        2,
                        "a",
                        Optional.empty(),
                        List.of(
                                new Hunk(
                                        1,
                                        3,
                                        List.of(),
                                        List.of(line(' ', "one"), line(' ', ""), line('-', "two")),
                                        false),
                                new Hunk(2, 6, List.of(), List.of(line('+', "three")), false))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*** Begin Patch\n*** Delete File: a\n*** End Patch",
                "*** Begin Patch\r\n*** Delete File: a\r\n*** End Patch\r\n",
                " *** Begin Patch \n  *** Delete File: a  \n*** End Patch  \n\n",
            })
    void whiteSpaceAroundMarkersIsAllowed(String patch) {
        assertThat(PatchParser.parse(patch)).isEqualTo(DELETE_A);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<<EOF", "<<'EOF'", "<<\"EOF\"", "apply_patch <<'EOF'", "<<-EOF"})
    void heredocAroundThePatchIsRemoved(String start) {
        String patch = start + "\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nEOF\n";

        assertThat(PatchParser.parse(patch)).containsExactly(new PatchOperation.Delete(3, "a"));
    }

    @Test
    void environmentLineIsSkipped() {
        String patch = "*** Begin Patch\n*** Environment ID: x\n*** Delete File: a\n*** End Patch";

        assertThat(PatchParser.parse(patch)).containsExactly(new PatchOperation.Delete(3, "a"));
    }

    @Test
    void blankLinesBetweenOperationsAreAllowed() {
        String patch = "*** Begin Patch\n*** Delete File: a\n\n*** Add File: b\n+x\n\n*** End Patch";

        assertThat(PatchParser.parse(patch))
                .containsExactly(new PatchOperation.Delete(2, "a"), new PatchOperation.Add(4, "b", List.of("x")));
    }

    @Test
    void messagesNameTheLineAndWhatIsExpected() {
        assertRefused("", 1, "Line 1: the first line of the patch must be '*** Begin Patch', but it is ''.");
        assertRefused(
                "*** Begin Patch\n*** Delete File: a\nnext",
                3,
                "Line 3: the last line of the patch must be '*** End Patch', but it is 'next'.");
        assertRefused(
                "*** Begin Patch\n*** Rename File: a\n*** End Patch",
                2,
                "Line 2 of the patch: '*** Rename File: a' starts no file operation. Write '*** Add File: {path}',"
                        + " '*** Delete File: {path}' or '*** Update File: {path}'.");
        assertRefused(
                "*** Begin Patch\n*** Update File: a\n*** End Patch",
                2,
                "Line 2 of the patch: the update of 'a' holds no hunk. Write '@@' and then lines that start with ' '"
                        + " (context), '-' (removed) or '+' (added).");
        assertRefused(
                "*** Begin Patch\n*** Update File: a\n@@\n-one\nfoo\n*** End Patch",
                5,
                "Line 5 of the patch, hunk 2 of 'a': a further hunk must start with '@@', but found 'foo'.");
        assertRefused(
                "*** Begin Patch\n*** Update File: a\n@@\n-one\n@@\n*** End Patch",
                6,
                "Line 6 of the patch, hunk 2 of 'a': a hunk needs lines that start with ' ' (context), '-' (removed) or"
                        + " '+' (added), but the patch ends.");
    }

    @Test
    void patchWithoutOperationIsRefused() {
        assertThatThrownBy(() -> PatchParser.parse("*** Begin Patch\n*** End Patch"))
                .isInstanceOf(PatchException.class)
                .hasMessageStartingWith("The patch holds no file operation, so no file was modified.");
    }

    private static void assertRefused(String patch, int patchLine, String message) {
        assertThatThrownBy(() -> PatchParser.parse(patch))
                .isInstanceOfSatisfying(
                        PatchException.class, e -> assertThat(e.patchLine()).hasValue(patchLine))
                .hasMessage(message);
    }
}
