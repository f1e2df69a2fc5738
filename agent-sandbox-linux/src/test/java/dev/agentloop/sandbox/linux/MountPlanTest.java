package dev.agentloop.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.PermissionGrant;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.SandboxPolicyBuilder;
import dev.agentloop.sandbox.linux.MountPlan.Kind;
import dev.agentloop.sandbox.linux.MountPlan.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class MountPlanTest {
    @TempDir
    Path temp;

    private Path work = Path.of("/");

    @BeforeEach
    void makeWorkspace() throws IOException {
        work = Files.createDirectory(temp.toRealPath().resolve("work"));
    }

    @Test
    void theDefaultPolicyIsAReadOnlyRootWithAWritableWorkspaceAndProtectedNames() throws IOException {
        Files.createDirectory(work.resolve(".git"));

        assertThat(MountPlan.of(SandboxPolicy.workspaceWrite(work)).steps())
                .containsExactly(
                        step("/tmp", Kind.PRIVATE),
                        step("/var/tmp", Kind.PRIVATE),
                        step(work, Kind.WRITABLE),
                        step(work.resolve(".agents"), Kind.PROTECTED),
                        step(work.resolve(".codex"), Kind.PROTECTED),
                        step(work.resolve(".git"), Kind.PROTECTED));
    }

    @Test
    void aReadOnlyPolicyNeedsNoSteps() {
        assertThat(plan(SandboxPolicy.readOnly().toBuilder())).isEmpty();
    }

    @Test
    void foldersAroundWhatIsProtectedCannotMove() throws IOException {
        Files.createDirectories(work.resolve("a/b/.git"));
        Files.createDirectories(work.resolve("a/c/secret"));

        assertThat(plan(inWork().deny(work.resolve("a/c/secret"))))
                .containsExactly(
                        step(work, Kind.WRITABLE),
                        step(work.resolve("a"), Kind.PINNED),
                        step(work.resolve("a/b"), Kind.PINNED),
                        step(work.resolve("a/c"), Kind.PINNED),
                        step(work.resolve("a/b/.git"), Kind.READ_ONLY),
                        step(work.resolve("a/c/secret"), Kind.HIDDEN));
    }

    @Test
    void aWritablePathInsideADeniedOneStaysWritable() throws IOException {
        Files.createDirectories(work.resolve("a/b"));

        assertThat(plan(inWork().deny(work.resolve("a")).write(work.resolve("a/b"))))
                .containsExactly(
                        step(work, Kind.WRITABLE),
                        step(work.resolve("a"), Kind.HIDDEN),
                        step(work.resolve("a/b"), Kind.WRITABLE));
    }

    @Test
    void linksAreFollowedOnceWhenTheSessionOpens() throws IOException {
        Path target = Files.createDirectory(temp.toRealPath().resolve("target"));
        Path link = Files.createSymbolicLink(temp.toRealPath().resolve("link"), target);

        assertThat(plan(inWork().write(link))).contains(step(target, Kind.WRITABLE));
    }

    @Test
    void aGrantWidensExactlyOnePath() throws IOException {
        Path granted = Files.createDirectories(temp.toRealPath().resolve("other/place"));
        SandboxPolicy policy = PermissionGrant.path(granted, Access.WRITE).applyTo(inWork().build());

        assertThat(steps(policy)).containsExactly(step(work, Kind.WRITABLE), step(granted, Kind.WRITABLE));
    }

    private SandboxPolicyBuilder inWork() {
        return SandboxPolicy.readOnly().toBuilder()
                .workspace(work)
                .write(work)
                .protectedNames(List.of(".git"))
                .privateTmp(false);
    }

    /** The steps without the places of protected names that are missing. */
    private static List<Step> plan(SandboxPolicyBuilder policy) {
        return steps(policy.build());
    }

    private static List<Step> steps(SandboxPolicy policy) {
        return MountPlan.of(policy).steps().stream()
                .filter(step -> step.kind() != Kind.PROTECTED || Files.exists(step.path()))
                .toList();
    }

    private static Step step(String path, Kind kind) {
        return step(Path.of(path), kind);
    }

    private static Step step(Path path, Kind kind) {
        return new Step(path, path, kind);
    }
}
