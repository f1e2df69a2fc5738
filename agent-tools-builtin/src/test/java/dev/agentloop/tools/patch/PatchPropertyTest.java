package dev.agentloop.tools.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Random patches. The number of tries is jqwik's default, which the build's fuzz profile raises. */
class PatchPropertyTest {

    private static Path work;

    @BeforeContainer
    static void makeDirectory() throws IOException {
        work = Files.createTempDirectory("agentloop-patch");
    }

    @AfterContainer
    static void removeDirectory() throws IOException {
        Trees.clear(work);
        Files.delete(work);
    }

    @Property
    void editOfDistinctLinesGivesExactlyTheEditedText(@ForAll Random random) {
        RandomEdit edit = RandomEdit.of(random);

        List<PatchOperation> operations = List.of(new PatchOperation.Update(0, "f", Optional.empty(), edit.hunks()));
        List<PatchOperation> parsed = PatchParser.parse(PatchText.of(operations));
        PatchOperation.Update update = (PatchOperation.Update) parsed.get(0);

        assertThat(HunkApplier.apply("f", TextFile.of(edit.before()), update.hunks())
                        .content())
                .isEqualTo(edit.after());
    }

    @Property
    void patchGivesTheTreeOfTheModelOrARefusalAndTheTreeUntouched(@ForAll Random random) throws IOException {
        RandomPatches patches = new RandomPatches(random);
        Map<String, String> tree = patches.tree();
        List<PatchOperation> operations = patches.operations(tree);
        Trees.clear(work);
        Trees.write(work, tree);
        Map<String, String> before = Trees.read(work);
        Optional<Map<String, String>> expected = ModelPatch.apply(tree, operations);

        boolean applied = applies(PatchText.of(operations));

        assertThat(applied).isEqualTo(expected.isPresent());
        if (applied) {
            assertThat(Trees.files(work)).isEqualTo(expected.get());
        } else {
            assertThat(Trees.read(work)).isEqualTo(before);
        }
    }

    @Property
    void mutilatedPatchIsAppliedOrRefusedCleanly(@ForAll Random random) throws IOException {
        RandomPatches patches = new RandomPatches(random);
        Map<String, String> tree = patches.tree();
        Trees.clear(work);
        Trees.write(work, tree);
        Map<String, String> before = Trees.read(work);

        if (!applies(mutilate(PatchText.of(patches.operations(tree)), random))) {
            assertThat(Trees.read(work)).isEqualTo(before);
        }
        assertThat(Trees.files(work).keySet()).noneMatch(name -> name.contains(".agentloop-"));
    }

    private static String mutilate(String patch, Random random) {
        List<String> lines = new ArrayList<>(List.of(patch.split("\n")));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(lines.size());
            switch (random.nextInt(4)) {
                case 0 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 1 -> lines.set(at, lines.get(at).substring(lines.get(at).length() / 2));
                case 2 -> lines.set(at, "\ud83d\u0000 ../" + lines.get(at));
                default -> lines.add(at, "");
            }
        }
        return String.join("\n", lines);
    }

    private static boolean applies(String patch) throws IOException {
        try {
            PatchEngine.in(work).apply(patch);
            return true;
        } catch (PatchException e) {
            assertThat(e).message().isNotBlank();
            return false;
        }
    }
}
