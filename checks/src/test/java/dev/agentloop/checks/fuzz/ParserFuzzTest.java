package dev.agentloop.checks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.approval.ExecDecision;
import dev.agentloop.approval.ExecPolicy;
import dev.agentloop.approval.ExecRuleException;
import dev.agentloop.tools.patch.PatchEngine;
import dev.agentloop.tools.patch.PatchException;
import dev.agentloop.tools.patch.PatchPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a model, a user or an attacker writes is understood or refused in the declared way, in bounded time. */
@AddLifecycleHook(FuzzTime.class)
class ParserFuzzTest {
    private static final Corpus PATCHES = Corpus.of("patch");
    private static final Corpus RULES = Corpus.of("rules");
    private static final Corpus SCRIPTS = Corpus.of("shell");
    private static final ExecPolicy POLICY = ExecPolicy.parse("""
            prefix_rule([["ls", "cat", "find", "xargs", "bash", "sudo", "echo", "git"]])
            prefix_rule(["git", "push"], "prompt")
            prefix_rule(["rm"], "forbidden")
            """, "fuzz.rules");

    /** Long inputs take milliseconds; a parser that backtracks takes minutes. */
    private static final long MOST_NANOS = 5_000_000_000L;

    private static Path folder;
    private static PatchEngine engine;

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("agentloop-fuzz");
        Files.writeString(folder.resolve("a.txt"), "one\ntwo\nthree\n");
        engine = PatchEngine.in(folder);
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.delete(folder.resolve("a.txt"));
        Files.delete(folder); // planning must not have written anything
    }

    @Example
    void keptPatchesAreStillHandled() {
        PATCHES.inputs().forEach(this::plan);
    }

    @Example
    void keptRuleFilesAreStillHandled() {
        RULES.inputs().forEach(this::readRules);
    }

    @Example
    void keptScriptsAreStillHandled() {
        SCRIPTS.inputs().forEach(this::judge);
    }

    @Property(tries = Integer.MAX_VALUE, shrinking = ShrinkingMode.OFF)
    void aPatchIsPlannedOrRefused(@ForAll Random random) {
        plan(PATCHES.mutation(random));
    }

    @Property(tries = Integer.MAX_VALUE, shrinking = ShrinkingMode.OFF)
    void aRuleFileIsReadOrRefusedWithItsPlace(@ForAll Random random) {
        readRules(RULES.mutation(random));
    }

    @Property(tries = Integer.MAX_VALUE, shrinking = ShrinkingMode.OFF)
    void aScriptIsJudgedAndWhatItHidesIsNotAllowed(@ForAll Random random) {
        judge(SCRIPTS.mutation(random));
    }

    private void plan(String patch) {
        bounded(patch, () -> {
            try {
                PatchPlan plan = engine.plan(patch);
                assertThat(plan.summary()).as(patch).startsWith("Success.");
            } catch (PatchException refused) {
                assertThat(refused.getMessage()).as(patch).isNotBlank();
            }
        });
    }

    private void readRules(String source) {
        bounded(source, () -> {
            try {
                ExecPolicy policy = ExecPolicy.parse(source, "f");
                assertThat(policy.decide(List.of("git", "status"))).isEqualTo(policy.decide(List.of("git", "status")));
            } catch (ExecRuleException refused) {
                assertThat(refused.getMessage())
                        .as(source)
                        .startsWith("f:" + refused.line() + ":" + refused.column() + ": ");
            }
        });
    }

    private void judge(String script) {
        bounded(script, () -> {
            ExecDecision decision = POLICY.decideShell(script);
            assertThat(POLICY.decideShell(script)).as(script).isEqualTo(decision);
            assertThat(POLICY.decideShell("rm x\n" + script).kind()).as(script).isEqualTo(ExecDecision.Kind.FORBIDDEN);
            if (decision.allowed()) {
                assertThat(POLICY.decideShell(script + "\nrm x").kind())
                        .as(script)
                        .isEqualTo(ExecDecision.Kind.FORBIDDEN);
            }
        });
    }

    private static void bounded(String input, Runnable parsing) {
        long start = System.nanoTime();
        try {
            parsing.run();
        } catch (RuntimeException | StackOverflowError undeclared) {
            throw new AssertionError("Undeclared failure; keep this input in the corpus:\n" + input, undeclared);
        }
        assertThat(System.nanoTime() - start).as(input).isLessThan(MOST_NANOS);
    }
}
