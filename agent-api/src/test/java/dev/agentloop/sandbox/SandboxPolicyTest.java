package dev.agentloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxPolicyTest {
    private static final Path WS = Path.of("/srv/project");

    @Test
    void readOnlyRequiresThatNothingIsWrittenAndNothingReached() {
        assertThat(SandboxPolicy.readOnly().required())
                .isEqualTo(EnumSet.of(
                        Guarantee.FS_WRITE,
                        Guarantee.NET_NONE,
                        Guarantee.UNIX_SOCKETS,
                        Guarantee.TREE_KILL,
                        Guarantee.ENV));
    }

    @Test
    void workspaceWriteRequiresProtectedMetadataToo() {
        EnumSet<Guarantee> expected = EnumSet.copyOf(SandboxPolicy.readOnly().required());
        expected.add(Guarantee.METADATA);

        assertThat(SandboxPolicy.workspaceWrite(WS).required()).isEqualTo(expected);
    }

    @Test
    void fullAccessRequiresOnlyTheEnvironment() {
        assertThat(SandboxPolicy.dangerFullAccess().required()).containsExactly(Guarantee.ENV);
        assertThat(SandboxPolicy.dangerFullAccess()
                        .decide(Path.of("/etc/passwd"), Access.WRITE)
                        .allowed())
                .isTrue();
    }

    @Test
    void everyRestrictionThatIsStatedIsRequired() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(WS).toBuilder()
                .deny(Path.of("/secret"))
                .denyGlob("**/.env")
                .network(Network.allowList("example.com:443"))
                .executables(List.of(Path.of("/bin/ls")))
                .limits(ResourceLimits.builder()
                        .processes(10)
                        .memoryBytes(1)
                        .cpuTime(Duration.ofSeconds(1))
                        .fileSizeBytes(1)
                        .wallTime(Duration.ofSeconds(1))
                        .build())
                .require(Guarantee.SYSCALL_FILTER)
                .build();

        EnumSet<Guarantee> absent = EnumSet.complementOf(EnumSet.copyOf(policy.required()));
        assertThat(absent)
                .containsExactly(
                        Guarantee.NET_NONE,
                        Guarantee.PROC_ISOLATION,
                        Guarantee.NO_NEW_PRIVS,
                        Guarantee.IPC_ISOLATION,
                        Guarantee.TTY);
    }

    @Test
    void aReportMissesWhatIsPartialUnlessThatWillDo() {
        SandboxPolicy strict = SandboxPolicy.readOnly();
        EnforcementReport.Builder report = EnforcementReport.builder("fake");
        strict.required().forEach(guarantee -> report.enforced(guarantee, "by the test"));
        report.partial(Guarantee.TREE_KILL, "daemons survive").notEnforced(Guarantee.NET_NONE, "no way");

        assertThat(report.build().missing(strict)).containsExactly(Guarantee.NET_NONE, Guarantee.TREE_KILL);
        assertThat(report.build()
                        .missing(strict.toBuilder()
                                .allowPartial(Guarantee.TREE_KILL, Guarantee.NET_NONE)
                                .build()))
                .containsExactly(Guarantee.NET_NONE);
    }

    @Test
    void aCopyIsEqualAndEveryPartCounts() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(WS);

        assertThat(policy.toBuilder().build()).isEqualTo(policy).hasSameHashCodeAs(policy);
        assertThat(List.of(
                        policy.withWorkspace(Path.of("/other/project")),
                        policy.toBuilder().read(Path.of("/x")).build(),
                        policy.toBuilder().privateTmp(false).build(),
                        policy.toBuilder().network(Network.full()).build(),
                        policy.toBuilder().protectedNames(Set.of()).build(),
                        policy.toBuilder().allowPartial(Guarantee.TTY).build(),
                        policy.toBuilder().environment(Environment.empty()).build()))
                .doesNotContain(policy)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/tmp", "/var"})
    void aWideWorkspaceMustBeAllowedOnPurpose(String root) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxPolicy.workspaceWrite(Path.of(root)))
                .withMessage("workspace: " + root
                        + " is too wide to be writable; name a project folder, or call allowWideWorkspace()");
        SandboxPolicy allowed = SandboxPolicy.workspaceWrite(WS).toBuilder()
                .workspace(Path.of(root))
                .allowWideWorkspace()
                .build();
        assertThat(allowed.workspace()).contains(Path.of(root));
    }

    @Test
    void aHomeFolderIsWide() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxPolicy.workspaceWrite(Path.of(System.getProperty("user.home"))))
                .withMessageStartingWith("workspace: ");
    }

    @Test
    void unusablePartsAreNamed() {
        SandboxPolicyBuilder builder = SandboxPolicy.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxPolicy.workspaceWrite(Path.of("relative")))
                .withMessage("workspace: \"relative\" is relative; give an absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.write(Path.of("a/b")))
                .withMessage("entries: \"a/b\" is relative; give an absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Entry(Entry.Kind.SPECIAL, "home", Access.READ))
                .withMessage("entries: \"home\" is not a special place; use root, workspace or tmp");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.denyGlob("a/[b"))
                .withMessage("entries: glob part \"[b\" has a [ without ]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.denyGlob("../x"))
                .withMessage("entries: glob \"../x\" must not contain . or .. as a name");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SandboxPolicy.builder().protectedNames(Set.of("a/b")).build())
                .withMessage("protectedNames: \"a/b\" is not a name of a file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SandboxPolicy.builder()
                        .executables(Set.of(Path.of("ls")))
                        .build())
                .withMessage("executables: \"ls\" is relative; give an absolute path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResourceLimits.builder().processes(0).build())
                .withMessage("limits.processes: 0 is not positive");
    }

    @Test
    void theExplanationNamesFilesNetworkAndMechanism() {
        SandboxPolicy policy = SandboxPolicy.workspaceWrite(WS).toBuilder()
                .denyGlob("**/.env")
                .network(Network.allowList("repo.example:443"))
                .environment(Environment.empty().setting("CI", "1"))
                .limits(ResourceLimits.builder().processes(64).build())
                .build();

        assertThat(policy.explain()).isEqualTo("""
                        files (the nearest line wins, then the lower access)
                          everything: read only
                          workspace /srv/project: read and write
                          a private temporary folder: read and write
                          files matching **/.env: refused
                        never changed in writable folders: .git, .codex, .agents
                        network: only repo.example:443
                        unix sockets of the host: none
                        programs: all that can be read
                        variables taken from the host: none
                        variables set: CI
                        limits: processes 64
                        must be enforced
                          FS_WRITE: writes only where the policy allows them
                          FS_DENY_GLOB: globs that lower access are obeyed
                          METADATA: protected project metadata stays unchanged
                          NET_ALLOWLIST: only listed hosts can be reached
                          UNIX_SOCKETS: only listed unix sockets of the host can be reached
                          TREE_KILL: no process outlives its command
                          ENV: the environment holds only what was named
                          LIMIT_PROCESSES: process limit
                        """);
        EnforcementReport report = EnforcementReport.builder("fake")
                .enforced(Guarantee.FS_WRITE, "read-only bind mounts")
                .build();
        assertThat(policy.explain(report))
                .contains("enforced by fake\n", "  FS_WRITE (required): ENFORCED: read-only bind mounts\n")
                .endsWith("refused: nothing starts, because not enforced: [FS_DENY_GLOB, METADATA, NET_ALLOWLIST, "
                        + "UNIX_SOCKETS, TREE_KILL, ENV, LIMIT_PROCESSES]\n");
    }
}
