package dev.agentloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecideTest {
    private static final Platform LINUX =
            new Platform(true, List.of(Path.of("/tmp"), Path.of("/var/tmp")), Path.of("/h"));
    private static final Platform MAC = new Platform(false, List.of(Path.of("/tmp")), Path.of("/Users/u"));

    private static Access granted(PathRules rules, String path) {
        Path asked = Path.of(path);
        if (rules.decide(asked, Access.WRITE).allowed()) {
            return Access.WRITE;
        }
        return rules.decide(asked, Access.READ).allowed() ? Access.READ : Access.NONE;
    }

    @ParameterizedTest
    @CsvSource({
        "/ws, WRITE",
        "/ws/src/A.java, WRITE",
        "/ws/src/../src/A.java, WRITE",
        "/ws/../etc/passwd, READ",
        "/ws/src/../../ws2/a, READ",
        "/ws2/a, READ",
        "/WS/a, READ",
        "/wsx, READ",
        "/, READ",
        "src/A.java, WRITE",
        "../outside, READ",
        "/ws/.git, READ",
        "/ws/.git/hooks/pre-commit, READ",
        "/ws/sub/deep/.git/config, READ",
        "/ws/sub/../.git/config, READ",
        "/ws/.codex/config.toml, READ",
        "/ws/.agents/skills, READ",
        "/ws/.gitignore, WRITE",
        "/ws/x.git/a, WRITE",
        "/tmp/a, NONE",
        "/var/tmp/a, NONE",
        "/tmp, NONE",
        "/tmpx, READ",
    })
    void theWorkspacePresetDecidesByNames(String path, Access expected) {
        assertThat(granted(new PathRules(SandboxPolicy.workspaceWrite(Path.of("/ws")), LINUX), path))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/ws/a, WRITE",
        "/WS/A, WRITE",
        "/ws/.GIT/config, READ",
        "/ws/.Codex/x, READ",
        "/TMP/a, NONE",
    })
    void caseIsIgnoredWhereTheFileSystemIgnoresIt(String path, Access expected) {
        assertThat(granted(new PathRules(SandboxPolicy.workspaceWrite(Path.of("/ws")), MAC), path))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/ws/open, READ",
        "/ws/open/a, READ",
        "/ws/open/secret/a, NONE",
        "/ws/open/secret/ok/a, WRITE",
        "/ws/both/a, NONE",
        "/ws/.env, NONE",
        "/ws/sub/.env, NONE",
        "/ws/sub/.env.local, NONE",
        "/ws/named/.env, NONE",
        "/ws/keys/a/b, NONE",
        "/ws/keys/public/a, READ",
        "/other/.env, READ",
        "/ws/logs/a.log, WRITE",
        "/data/x.csv, WRITE",
        "/data/x.txt, READ",
        "/elsewhere, READ",
    })
    void theNearestEntryWinsThenTheLowerAccess(String path, Access expected) {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(Path.of("/ws")).toBuilder()
                .read(Path.of("/ws/open"))
                .deny(Path.of("/ws/open/secret"))
                .write(Path.of("/ws/open/secret/ok"))
                .write(Path.of("/ws/both"))
                .deny(Path.of("/ws/both"))
                .denyGlob("**/.env{,.*}")
                .write(Path.of("/ws/named/.env"))
                .denyGlob("keys/**")
                .read(Path.of("/ws/keys/public"))
                .entry(Entry.glob("/data/*.csv", Access.WRITE))
                .build();

        assertThat(granted(new PathRules(policy, LINUX), path)).isEqualTo(expected);
    }

    @Test
    void aWideGlobNeverOutranksANamedFolder() {
        SandboxPolicy policy = SandboxPolicy.builder()
                .entry(Entry.glob("/**", Access.WRITE))
                .deny(Path.of("/private"))
                .build();

        assertThat(granted(new PathRules(policy, LINUX), "/private/a/b")).isEqualTo(Access.NONE);
        assertThat(granted(new PathRules(policy, LINUX), "/public/a")).isEqualTo(Access.WRITE);
    }

    @Test
    void aGlobCannotOpenProtectedNamesButAPathCan() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(Path.of("/ws")).toBuilder()
                .entry(Entry.glob("**/config", Access.WRITE))
                .write(Path.of("/ws/.git/objects"))
                .build();
        PathRules rules = new PathRules(policy, LINUX);

        assertThat(granted(rules, "/ws/.git/config")).isEqualTo(Access.READ);
        assertThat(granted(rules, "/ws/.git/objects/ab")).isEqualTo(Access.WRITE);
    }

    @Test
    void aWorkspaceBelowAProtectedNameIsWritable() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(Path.of("/h/.codex/work"));

        assertThat(granted(new PathRules(policy, LINUX), "/h/.codex/work/a")).isEqualTo(Access.WRITE);
        assertThat(granted(new PathRules(policy, LINUX), "/h/.codex/work/.codex"))
                .isEqualTo(Access.READ);
    }

    @Test
    void aWorkspaceInsideTheTemporaryFolderIsWritable() {
        PathRules rules = new PathRules(SandboxPolicy.workspaceWrite(Path.of("/tmp/ws")), LINUX);

        assertThat(granted(rules, "/tmp/ws/a")).isEqualTo(Access.WRITE);
        assertThat(granted(rules, "/tmp/other")).isEqualTo(Access.NONE);
    }

    @Test
    void aSharedTemporaryFolderIsTheHosts() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(Path.of("/ws")).toBuilder()
                .privateTmp(false)
                .build();

        assertThat(granted(new PathRules(policy, LINUX), "/tmp/a")).isEqualTo(Access.WRITE);
    }

    @Test
    void theGitFolderOfALinkedWorkTreeIsProtectedWhateverItsName(@TempDir Path folder) throws Exception {
        Path main = Files.createDirectories(folder.resolve("store"));
        Path linked = Files.createDirectories(main.resolve("worktrees/w"));
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.writeString(tree.resolve(".git"), "gitdir: ../store/worktrees/w\n");
        Files.writeString(linked.resolve("commondir"), "../..\n");
        SandboxPolicy policy =
                SandboxPolicy.workspaceWrite(tree).toBuilder().write(folder).build();

        assertThat(policy.decide(main.resolve("hooks/pre-commit"), Access.WRITE))
                .returns(false, AccessDecision::allowed)
                .returns(
                        "writing " + main.resolve("hooks/pre-commit") + " is refused: the git folder that "
                                + tree.resolve(".git") + " points to",
                        AccessDecision::reason);
        assertThat(policy.decide(folder.resolve("other"), Access.WRITE).allowed())
                .isTrue();
    }

    @Test
    void aWritableEntryBelowAProtectedNameDoesNotOpenTheGitFolderBelowIt(@TempDir Path folder) throws Exception {
        Path between = Files.createDirectories(folder.resolve(".git/modules"));
        Path gitDir = Files.createDirectories(between.resolve("part"));
        Path tree = Files.createDirectories(folder.resolve("part"));
        Files.writeString(tree.resolve(".git"), "gitdir: " + gitDir + "\n");
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(tree).toBuilder()
                .write(folder)
                .write(between)
                .build();

        assertThat(policy.decide(between.resolve("other"), Access.WRITE).allowed())
                .isTrue();
        assertThat(policy.decide(gitDir.resolve("hooks/pre-commit"), Access.WRITE)
                        .allowed())
                .isFalse();
    }

    @Test
    void aDecisionNamesItsReasonAndEntry() {
        PathRules rules = new PathRules(SandboxPolicy.workspaceWrite(Path.of("/ws")), LINUX);

        assertThat(rules.decide(Path.of("/etc/../etc/hosts"), Access.WRITE))
                .isEqualTo(new AccessDecision(
                        Path.of("/etc/hosts"),
                        Access.WRITE,
                        false,
                        "writing /etc/hosts is refused: the entry \"special root: read\"",
                        Optional.of(Entry.special(Entry.Special.ROOT, Access.READ))));
        assertThat(rules.decide(Path.of("/ws/a"), Access.READ).reason())
                .isEqualTo("reading /ws/a is allowed by the entry \"special workspace: write\"");
        assertThat(rules.decide(Path.of("/ws/.git"), Access.WRITE))
                .returns(Optional.empty(), AccessDecision::entry)
                .returns("writing /ws/.git is refused: the protected name .git", AccessDecision::reason);
        assertThat(SandboxPolicy.builder()
                        .build()
                        .decide(Path.of("/a"), Access.READ)
                        .reason())
                .isEqualTo("reading /a is refused: no entry covers it");
    }

    @Test
    void onlyReadingAndWritingCanBeAsked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxPolicy.readOnly().decide(Path.of("/a"), Access.NONE))
                .withMessage("requested: ask for READ or WRITE");
    }

    @Test
    void aRelativePathNeedsAWorkspace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxPolicy.readOnly().decide(Path.of("a"), Access.READ))
                .withMessageContaining("no workspace to resolve it against");
    }
}
