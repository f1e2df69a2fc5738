package dev.agentloop.tools.patch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Applies random patches with this engine and with a Codex binary and compares trees and summaries, except where the
 * engine differs on purpose.
 */
@Tag("npm-peers")
class CodexDifferentialTest {

    private static final int TRIES = Integer.getInteger("agentloop.codex.tries", 300);

    private static final long SEED = Long.getLong("agentloop.codex.seed", 20260101L);

    @TempDir
    Path work;

    @Test
    void outcomesAreThoseOfCodex() throws Exception {
        String codex = Objects.requireNonNull(
                System.getProperty("agentloop.codex"),
                "agentloop.codex must name a Codex binary; run bin/test --part npm-peers");
        Path applyPatch = Files.createSymbolicLink(work.resolve("apply_patch"), Path.of(codex));
        List<String> differences = new ArrayList<>();
        int applied = 0;
        for (int i = 0; i < TRIES; i++) {
            RandomPatches patches = new RandomPatches(new Random(SEED + i));
            Map<String, String> tree = patches.tree();
            List<PatchOperation> operations = patches.operations(tree);
            if (operations.stream().anyMatch(CodexDifferentialTest::differsOnPurpose)) {
                continue;
            }
            String patch = PatchText.of(operations);
            Outcome theirs = codex(applyPatch, tree, patch);
            Outcome ours = engine(tree, patch);
            applied += theirs.summary().isEmpty() ? 0 : 1;
            if (!ours.equals(theirs)) {
                differences.add(
                        "seed " + (SEED + i) + "\n" + tree + "\n" + patch + "codex: " + theirs + "\nours:  " + ours);
            }
        }
        assertThat(applied).isGreaterThan(TRIES / 20);
        assertThat(differences).isEmpty();
    }

    /** The differences listed at {@link PatchEngine} that random patches meet. */
    private static boolean differsOnPurpose(PatchOperation operation) {
        return operation instanceof PatchOperation.Update update
                && (update.moveTo().isPresent()
                        || update.hunks().stream().anyMatch(CodexDifferentialTest::differsOnPurpose));
    }

    private static boolean differsOnPurpose(Hunk hunk) {
        boolean additionUnderHeader =
                hunk.oldLines().isEmpty() && !hunk.headers().isEmpty();
        return additionUnderHeader || hunk.oldLines().equals(List.of(""));
    }

    /** An empty summary stands for a refusal. */
    private record Outcome(Map<String, String> files, String summary) {}

    private Outcome codex(Path applyPatch, Map<String, String> tree, String patch) throws Exception {
        Path directory = fresh("codex", tree);
        Path errors = work.resolve("errors");
        Process process = new ProcessBuilder(applyPatch.toString())
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        process.getOutputStream().write(patch.getBytes(UTF_8));
        process.getOutputStream().close();
        String summary = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Outcome(Trees.files(directory), process.exitValue() == 0 ? summary : "");
    }

    private Outcome engine(Map<String, String> tree, String patch) throws IOException {
        Path directory = fresh("ours", tree);
        String summary = "";
        try {
            summary = PatchEngine.in(directory)
                    .withMode(PatchMode.PARTIAL)
                    .apply(patch)
                    .summary();
        } catch (PatchException e) {
            assertThat(e).message().isNotBlank();
        }
        return new Outcome(Trees.files(directory), summary);
    }

    private Path fresh(String name, Map<String, String> tree) throws IOException {
        Path directory = Files.createDirectories(work.resolve(name));
        Trees.clear(directory);
        Trees.write(directory, tree);
        return directory;
    }
}
