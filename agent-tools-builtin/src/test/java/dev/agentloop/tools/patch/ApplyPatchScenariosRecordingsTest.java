package dev.agentloop.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Public scenarios of the format: an input directory, a patch, the directory expected afterwards. */
class ApplyPatchScenariosRecordingsTest {

    private static final String RECORDINGS = System.getProperty("agentloop.recordings", "");

    @TempDir
    Path work;

    @BeforeAll
    static void recordingsAreThere() {
        assumeTrue(!RECORDINGS.isEmpty(), "set agentloop.recordings to run the scenarios");
    }

    static List<Path> scenarios() throws IOException {
        if (RECORDINGS.isEmpty()) {
            return List.of();
        }
        try (Stream<Path> scenarios = Files.list(Path.of(RECORDINGS, "apply_patch_scenarios"))) {
            return scenarios.sorted().toList();
        }
    }

    @Test
    void allScenariosAreFound() throws IOException {
        assertThat(scenarios()).hasSize(25);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("scenarios")
    void partialModeGivesTheExpectedTree(Path scenario) throws IOException {
        Trees.copy(scenario.resolve("input"), work);
        applies(scenario, PatchMode.PARTIAL);
        assertThat(Trees.files(work)).isEqualTo(Trees.files(scenario.resolve("expected")));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("scenarios")
    void defaultModeGivesTheExpectedTreeOrLeavesTheInput(Path scenario) throws IOException {
        Trees.copy(scenario.resolve("input"), work);
        boolean applied = applies(scenario, PatchMode.ALL_OR_NOTHING);
        Path expected = scenario.resolve(applied ? "expected" : "input");
        assertThat(Trees.files(work)).isEqualTo(Files.isDirectory(expected) ? Trees.files(expected) : Map.of());
    }

    private boolean applies(Path scenario, PatchMode mode) throws IOException {
        try {
            PatchEngine.in(work).withMode(mode).apply(Files.readString(scenario.resolve("patch.txt")));
            return true;
        } catch (PatchException e) {
            assertThat(e).message().isNotBlank();
            return false;
        }
    }
}
