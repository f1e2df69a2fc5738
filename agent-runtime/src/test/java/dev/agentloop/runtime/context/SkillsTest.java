package dev.agentloop.runtime.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkillsTest {
    private final List<String> notices = new ArrayList<>();

    @TempDir
    private Path root;

    @Test
    void noSkillsIsNoFragment() {
        assertThat(find("p")).isEmpty();
        assertThat(notices).isEmpty();
    }

    @Test
    void listsTheNearestFirstAndTheHomeLast() throws IOException {
        Files.createDirectories(root.resolve("p/.git"));
        skill("h/skills/one", "one", "from the home");
        skill("p/.agents/skills/two", "two", "from the project");
        skill("p/a/.agents/skills/group/three", "three", "from the folder");

        ContextFragment found = find("p/a").orElseThrow();

        assertThat(found.text())
                .isEqualTo("<skills>\n"
                        + "A skill is a file with directions for one kind of task. When a task fits a description below, or"
                        + " the user names a skill, read its whole file before anything else and follow it. Paths in a"
                        + " skill are relative to its folder. Read only the skills that the task needs.\n\n"
                        + "- three: from the folder (file: " + root.resolve("p/a/.agents/skills/group/three/SKILL.md")
                        + ")\n"
                        + "- two: from the project (file: " + root.resolve("p/.agents/skills/two/SKILL.md") + ")\n"
                        + "- one: from the home (file: " + root.resolve("h/skills/one/SKILL.md") + ")\n"
                        + "</skills>");
        assertThat(found.sources()).hasSize(3);
        assertThat(notices).isEmpty();
    }

    @Test
    void theNearestOfTwoWithOneNameCounts() throws IOException {
        skill("h/skills/x", "same", "from the home");
        skill("p/.agents/skills/y", "same", "from the project");

        assertThat(find("p").orElseThrow().sources())
                .containsExactly(root.resolve("p/.agents/skills/y/SKILL.md").toString());
        assertThat(notices)
                .containsExactly("context.skills.duplicate: The skill same of " + root.resolve("h/skills/x/SKILL.md")
                        + " is hidden by " + root.resolve("p/.agents/skills/y/SKILL.md"));
    }

    @Test
    void readsQuotedAndFoldedDescriptions() throws IOException {
        file("h/skills/a/SKILL.md", "---\r\nname: \"a\"\r\ndescription: 'it''s quoted'\r\n---\r\nbody");
        file("h/skills/b/SKILL.md", "---\ndescription: >-\n  two\n  lines\nlicense: x\n---\n");

        assertThat(find("p").orElseThrow().text())
                .contains("- a: it's quoted (file: ", "- b: two lines (file: ")
                .doesNotContain("body");
    }

    @Test
    void aFileWithoutDescriptionIsReported() throws IOException {
        file("h/skills/a/SKILL.md", "no head");
        file("h/skills/b/SKILL.md", "---\nname: b\n---\n");
        file("h/skills/c/SKILL.md", "---\ndescription: never ends\n");

        assertThat(find("p")).isEmpty();
        assertThat(notices).hasSize(3).allMatch(notice -> notice.startsWith("context.skills.invalid: "));
    }

    @Test
    void tenThousandSkillsAreBoundedAndReported() throws IOException {
        for (int number = 0; number < 10_000; number++) {
            skill(String.format("h/skills/s%05d", number), "skill-" + number, "does the thing number " + number);
        }

        ContextFragment found = find("p").orElseThrow();

        int listed = found.sources().size();
        assertThat(found.text().getBytes(StandardCharsets.UTF_8).length).isLessThan(Skills.MAX_LIST_BYTES + 1024);
        assertThat(found.sources().get(0))
                .isEqualTo(root.resolve("h/skills/s00000/SKILL.md").toString());
        assertThat(found.text()).contains("There are " + (10_000 - listed) + " more that are not listed here.\n");
        assertThat(notices)
                .containsExactly("context.skills.omitted: " + (10_000 - listed)
                        + " skills are not listed: the list is full with " + listed
                        + " (16384 bytes). Remove some, or shorten descriptions.");
    }

    @Test
    void aLoopOfFoldersEnds() throws IOException {
        skill("h/skills/one", "one", "the only one");
        Files.createSymbolicLink(root.resolve("h/skills/up"), Path.of(".."));

        assertThat(find("p").orElseThrow().sources())
                .containsExactly(root.resolve("h/skills/one/SKILL.md").toString());
    }

    @Test
    void aLongDescriptionIsCut() throws IOException {
        skill("h/skills/one", "one", "x".repeat(5000));

        assertThat(find("p").orElseThrow().text()).contains("- one: " + "x".repeat(1024) + "… (file: ");
    }

    private Optional<ContextFragment> find(String folder) {
        ContextFiles files =
                new ContextFiles(Optional.of(root.resolve("h")), true, ContextFiles.DEFAULT_ROOT_MARKERS, List.of(), 1);
        return Skills.find(root.resolve(folder), files, (code, message) -> notices.add(code + ": " + message));
    }

    private void skill(String folder, String name, String description) throws IOException {
        file(folder + "/SKILL.md", "---\nname: " + name + "\ndescription: " + description + "\n---\nthe body\n");
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
