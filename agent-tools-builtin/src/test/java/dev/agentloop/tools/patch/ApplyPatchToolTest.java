package dev.agentloop.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.event.TurnItem;
import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tools.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplyPatchToolTest {

    @TempDir
    Path work;

    TestContext context;

    @BeforeEach
    void makeSession() throws Exception {
        Files.writeString(work.resolve("a"), "1\n2\n");
        context = TestContext.in(work);
    }

    private ToolOutput apply(TestContext in, String operations) throws Exception {
        return in.call(new ApplyPatchTool(), Map.of("input", "*** Begin Patch\n" + operations + "*** End Patch\n"));
    }

    @Test
    void answersTheSummaryAndPublishesTheChange() throws Exception {
        ToolOutput output = apply(context, "*** Update File: a\n*** Move to: b\n 1\n-2\n+two\n");

        assertThat(output).isEqualTo(ToolOutput.text("Success. Updated the following files:\nM b\n"));
        assertThat(Trees.files(work)).isEqualTo(Map.of("b", "1\ntwo\n"));
        Path real = work.toRealPath();
        assertThat(context.published())
                .containsExactly(new TurnItem.FileChange(
                        "call_1-files",
                        "call_1",
                        List.of(new TurnItem.FileChange.Change(
                                real.resolve("a"),
                                TurnItem.FileChange.Kind.UPDATED,
                                Optional.of(real.resolve("b")),
                                "--- a/a\n+++ b/b\n@@ -1,2 +1,2 @@\n 1\n-2\n+two\n")),
                        TurnItem.Status.COMPLETED));
    }

    @Test
    void patchThatDoesNotFitIsAFailedOutput() throws Exception {
        assertThat(apply(context, "*** Update File: a\n-none\n"))
                .isEqualTo(ToolOutput.error("The patch was not applied. 'a', hunk 1 (line 3 of the patch): these lines"
                        + " were not found in the file:\nnone\nRead the file again and copy the lines as they are"
                        + " now."));
        assertThat(context.published()).isEmpty();
    }

    @Test
    void whatThePolicyDoesNotLetBeWrittenIsAskedWithItsDiff() throws Exception {
        Path real = work.toRealPath();
        TestContext readOnly = context.withPolicy(SandboxPolicy.readOnly());

        assertThat(apply(readOnly, "*** Add File: b\n+x\n").failed()).isFalse();

        assertThat(readOnly.questions())
                .singleElement()
                .isInstanceOfSatisfying(ApprovalRequest.ApplyPatch.class, patch -> {
                    assertThat(patch.paths()).containsExactly(real.resolve("b"));
                    assertThat(patch.diff()).isEqualTo("--- /dev/null\n+++ b/b\n@@ -0,0 +1,1 @@\n+x\n");
                    assertThat(patch.reason()).startsWith("writing " + real + "/b is refused");
                });
        assertThat(Trees.files(work)).isEqualTo(Map.of("a", "1\n2\n", "b", "x\n"));
    }

    @Test
    void aDeniedPatchChangesNothingAndTheModelIsToldWhy() throws Exception {
        context.withAnswers(request -> ApprovalDecision.deny("not there"));

        assertThat(apply(context, "*** Add File: .git/hooks/pre-commit\n+x\n").text())
                .startsWith("The patch was not applied. It was denied: not there. The policy: ")
                .contains("is refused: the protected name .git");
        assertThat(apply(context, "*** Add File: ../outside\n+x\n").failed()).isTrue();
        assertThat(apply(context, "*** Delete File: a\n"))
                .isEqualTo(ToolOutput.error("The patch was not applied. It was denied: not there."));
        assertThat(context.published()).isEmpty();
        assertThat(Trees.files(work)).isEqualTo(Map.of("a", "1\n2\n"));
        assertThat(work.resolveSibling("outside")).doesNotExist();
    }

    @Test
    void whatMustNotBeReadIsRefusedWithoutAQuestion() throws Exception {
        TestContext blind = context.withPolicy(SandboxPolicy.builder()
                .entry(Entry.special(Entry.Special.WORKSPACE, Access.WRITE))
                .entry(Entry.path(work.resolve("secret"), Access.NONE))
                .workspace(work)
                .build());

        assertThat(apply(blind, "*** Add File: secret/b\n+x\n").text()).contains("must not be changed. The policy:");
        assertThat(blind.questions()).isEmpty();
    }
}
