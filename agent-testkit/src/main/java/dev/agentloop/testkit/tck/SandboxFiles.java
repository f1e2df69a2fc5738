package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.CommandResult;
import dev.agentloop.sandbox.Guarantee;
import dev.agentloop.sandbox.SandboxPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Writes, reads and protected names, verified on the host. */
abstract class SandboxFiles {
    private final SandboxTckBase kit;

    SandboxFiles(SandboxTckBase kit) {
        this.kit = kit;
    }

    @Test
    void readOnlyRefusesToWriteInWorkspaceHomeAndTemporaryFolder() throws Exception {
        kit.assumeEnforced(kit.readOnly(), Guarantee.FS_WRITE);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        for (Path folder : List.of(kit.workspace(), kit.host(), Path.of(System.getProperty("user.home")), temporary)) {
            Path file =
                    folder.resolve("agentloop-tck-" + ProcessHandle.current().pid());

            CommandResult result = kit.sh(kit.readOnly(), "echo x > \"$1\"", file);

            assertThat(file).doesNotExist();
            assertThat(result.exitCode()).as("writing %s", file).isNotZero();
        }
    }

    @Test
    void theWorkspaceCanBeReadAndWritten() throws Exception {
        Files.writeString(kit.workspace().resolve("in.txt"), "given");

        CommandResult result = kit.sh(
                kit.workspaceWrite(),
                "cat in.txt; mkdir -p a/b && echo made > a/b/out.txt && mv a/b/out.txt a/moved.txt && rm in.txt");

        assertThat(result.stdout().text()).isEqualTo("given");
        assertThat(result.exitCode()).as(result.stderr().text()).isZero();
        assertThat(kit.workspace().resolve("a/moved.txt")).hasContent("made");
        assertThat(kit.workspace().resolve("in.txt")).doesNotExist();
    }

    @Test
    void theTemporaryFolderCanBeWritten() throws Exception {
        CommandResult result =
                kit.sh(kit.workspaceWrite(), "f=$(mktemp) && echo x > \"$f\" && cat \"$f\" && rm \"$f\"");

        assertThat(result.stdout().text()).as(result.stderr().text()).isEqualTo("x\n");
    }

    @Test
    void nothingOutsideCanBeChanged() throws Exception {
        kit.assumeEnforced(kit.workspaceWrite(), Guarantee.FS_WRITE);
        Path outside = kit.host().resolve("outside.txt");
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(outside);
        List<Path> before = SandboxTckBase.tree(kit.host());

        for (String attempt : List.of(
                "echo x > \"$1\"",
                "echo x >> \"$1\"",
                "rm -f \"$1\"",
                "mv \"$1\" moved",
                "chmod 777 \"$1\"",
                "touch \"$1\".new",
                "mkdir \"$2/made\"",
                "mv \"$2\" \"$2.moved\"",
                "ln -s /etc/passwd \"$2/link\"",
                "echo x > ../outside.txt",
                "echo x > a/../../outside.txt",
                "ln -s \"$1\" link && echo x > link",
                "ln -s \"$2\" folder && echo x > folder/outside.txt",
                "ln \"$1\" hard && echo x > hard",
                "cp \"$1\" copy && mv -f copy \"$1\"")) {
            kit.sh(kit.workspaceWrite(), attempt, outside, kit.host());

            assertThat(outside).as(attempt).hasContent("original");
            assertThat(Files.getPosixFilePermissions(outside)).as(attempt).isEqualTo(permissions);
        }
        assertThat(SandboxTckBase.tree(kit.host()).stream()
                        .filter(path -> !path.startsWith(kit.workspace()))
                        .toList())
                .isEqualTo(before.stream()
                        .filter(path -> !path.startsWith(kit.workspace()))
                        .toList());
    }

    @Test
    void protectedNamesStayAsTheyAre() throws Exception {
        kit.assumeEnforced(kit.workspaceWrite(), Guarantee.METADATA);
        Files.createDirectories(kit.workspace().resolve("nested/.git/hooks"));
        Files.writeString(kit.workspace().resolve("nested/.git/config"), "original");
        List<Path> before = SandboxTckBase.tree(kit.workspace());

        for (String attempt : List.of(
                "echo x > .git/config",
                "echo x > .git/hooks/pre-commit",
                "mv .git moved",
                "rm -rf .git",
                "rm -rf nested/.git/config",
                "mv nested nested2; mkdir -p nested/.git; echo x > nested2/.git/config",
                "echo x > nested/.git/hooks/pre-commit",
                "mkdir .codex && echo x > .codex/config.toml",
                "mkdir -p .agents/skills && echo x > .agents/skills/s",
                "ln -s .git alias && echo x > alias/config")) {
            kit.sh(kit.workspaceWrite(), attempt);
            restoreNames();

            assertThat(kit.workspace().resolve(".git/config")).as(attempt).hasContent("original");
            assertThat(kit.workspace().resolve("nested/.git/config"))
                    .as(attempt)
                    .hasContent("original");
        }
        assertThat(SandboxTckBase.tree(kit.workspace())).isEqualTo(before);
    }

    /** Renaming a folder above a protected name is an ordinary change; its content must still be the original one. */
    private void restoreNames() throws IOException {
        Files.deleteIfExists(kit.workspace().resolve("alias"));
        if (Files.exists(kit.workspace().resolve("nested2"))) {
            Path nested = kit.workspace().resolve("nested");
            for (Path path : SandboxTckBase.tree(nested).stream()
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(path);
            }
            Files.move(kit.workspace().resolve("nested2"), nested);
        }
    }

    @Test
    void whatMayNotBeReadIsNotRead() throws Exception {
        Path secret = Files.createDirectory(kit.host().resolve("secret"));
        Files.writeString(secret.resolve("a.txt"), "hidden");
        Files.writeString(kit.workspace().resolve("inside.txt"), "hidden");
        SandboxPolicy policy = kit.workspaceWrite().toBuilder()
                .deny(secret)
                .deny(kit.workspace().resolve("inside.txt"))
                .build();
        kit.assumeEnforced(policy, Guarantee.FS_READ);

        for (String attempt : List.of(
                "cat \"$1/a.txt\"",
                "cat \"$1\"/*",
                "ln -s \"$1\" s && cat s/a.txt",
                "cat inside.txt",
                "cp -r \"$1\" c; cat c/*")) {
            CommandResult result = kit.sh(policy, attempt, secret);

            assertThat(result.stdout().text()).as(attempt).doesNotContain("hidden");
        }
    }
}
