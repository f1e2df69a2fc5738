package dev.agentloop.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.ResourceLimits;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.linux.MountPlan.Kind;
import dev.agentloop.sandbox.linux.MountPlan.Step;
import dev.agentloop.sandbox.spi.PreparedCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The whole command line, word for word: an auditor can read here what is asked of bubblewrap. */
@DisabledOnOs(OS.WINDOWS)
class BwrapArgumentsTest {
    private static final Path WORK = Path.of("/workspace/project");

    private static final String WITH_FILTER = "/bin/sh|-c|exec 9<\"$0\"; exec \"$@\"|/own/filter.bpf|/usr/bin/bwrap";
    private static final String NAMESPACES = "--unshare-user|--unshare-pid|--unshare-ipc|--unshare-uts"
            + "|--unshare-cgroup-try|--cap-drop|ALL|--unshare-net|--new-session|--die-with-parent";
    private static final String HIDE_OWN = "--perms|0000|--tmpfs|/own";
    private static final String SCRUB = "--unsetenv|OLDPWD|--unsetenv|SHLVL|--unsetenv|_|--setenv|A|b";

    @Test
    void theDefaultPolicyOfAnOrdinaryUser() {
        MountPlan plan = plan(
                Access.READ,
                step("/tmp", Kind.PRIVATE),
                step("/workspace/project", Kind.WRITABLE),
                step("/workspace/project/sub", Kind.PINNED),
                step("/workspace/project/sub/.git", Kind.READ_ONLY));

        assertThat(words(SandboxPolicy.workspaceWrite(WORK), plan, false))
                .containsExactly(split(WITH_FILTER + "|" + NAMESPACES
                        + "|--ro-bind|/|/|--dev|/dev|--proc|/proc|--ro-bind|/proc/sys|/proc/sys"
                        + "|--perms|1777|--tmpfs|/tmp"
                        + "|--bind|/workspace/project|/workspace/project"
                        + "|--bind|/workspace/project/sub|/workspace/project/sub"
                        + "|--ro-bind|/workspace/project/sub/.git|/workspace/project/sub/.git|"
                        + HIDE_OWN + "|--remount-ro|/own|" + SCRUB
                        + "|--chdir|/workspace/project|--seccomp|9|--|/bin/echo|hi"));
    }

    @Test
    void rootCannotWriteToTheKernelsFilesEither() {
        assertThat(words(SandboxPolicy.readOnly(), plan(Access.READ), true))
                .containsExactly(split(WITH_FILTER + "|" + NAMESPACES
                        + "|--ro-bind|/|/|--dev|/dev|--proc|/proc|--ro-bind|/proc/sys|/proc/sys"
                        + "|--ro-bind-try|/proc/sysrq-trigger|/proc/sysrq-trigger"
                        + "|--ro-bind-try|/proc/irq|/proc/irq|--ro-bind-try|/proc/bus|/proc/bus"
                        + "|--ro-bind-try|/proc/fs|/proc/fs|--ro-bind-try|/proc/acpi|/proc/acpi"
                        + "|--ro-bind-try|/proc/scsi|/proc/scsi|" + HIDE_OWN + "|--remount-ro|/own|" + SCRUB
                        + "|--chdir|/workspace/project|--seccomp|9|--|/bin/echo|hi"));
    }

    @Test
    void aDeniedFolderIsEmptyAndADeniedFileUnreadable() {
        MountPlan plan = plan(Access.READ, step("/usr", Kind.HIDDEN), step("/etc/passwd", Kind.HIDDEN));

        assertThat(String.join("|", words(SandboxPolicy.readOnly(), plan, false)))
                .contains("|--perms|0000|--tmpfs|/usr|--ro-bind|/own/unreadable|/etc/passwd|")
                .contains("|--remount-ro|/usr|--remount-ro|/own|");
    }

    @Test
    void limitsAreSetByPrlimitInside() {
        SandboxPolicy policy = SandboxPolicy.readOnly().toBuilder()
                .limits(ResourceLimits.builder()
                        .processes(50)
                        .fileSizeBytes(1000)
                        .cpuTime(Duration.ofSeconds(3))
                        .build())
                .build();

        assertThat(String.join("|", words(policy, plan(Access.READ), false)))
                .endsWith("|--seccomp|9|--|/usr/bin/prlimit|--nproc=50|--fsize=1000|--cpu=3|--|/bin/echo|hi");
    }

    @Test
    void onlyWithoutNetworkTheNamespaceIsTheCommandsOwn() {
        SandboxPolicy listed = SandboxPolicy.readOnly().toBuilder()
                .network(Network.allowList("example.com"))
                .build();
        SandboxPolicy full =
                SandboxPolicy.readOnly().toBuilder().network(Network.full()).build();

        assertThat(words(listed, plan(Access.READ), false)).doesNotContain("--unshare-net");
        assertThat(words(full, plan(Access.READ), false)).doesNotContain("--unshare-net");
    }

    @Test
    void secretsAreInheritedBecauseWordsCanBeReadByOthers() {
        BwrapArguments arguments = new BwrapArguments(SandboxPolicy.readOnly(), plan(Access.READ), tools(false));

        PreparedCommand wrapped =
                arguments.wrap(new PreparedCommand(List.of("/bin/echo"), Map.of("API_KEY", "secret", "A", "b"), WORK));

        assertThat(wrapped.environment()).isEqualTo(Map.of("API_KEY", "secret"));
        assertThat(wrapped.argv()).noneMatch(word -> word.contains("secret"));
    }

    private static List<String> words(SandboxPolicy policy, MountPlan plan, boolean root) {
        PreparedCommand command = new PreparedCommand(List.of("/bin/echo", "hi"), Map.of("A", "b"), WORK);
        return new BwrapArguments(policy, plan, tools(root)).wrap(command).argv();
    }

    private static BwrapTools tools(boolean root) {
        Path own = Path.of("/own");
        return new BwrapTools(
                Path.of("/usr/bin/bwrap"),
                Path.of("/bin/sh"),
                Optional.of(Path.of("/usr/bin/prlimit")),
                Optional.empty(),
                Path.of("/usr/bin/java"),
                own,
                own.resolve("filter.bpf"),
                own.resolve("unreadable"),
                root);
    }

    private static MountPlan plan(Access root, Step... steps) {
        return new MountPlan(root, List.of(steps), Optional.empty());
    }

    private static Step step(String path, Kind kind) {
        return new Step(Path.of(path), Path.of(path), kind);
    }

    private static String[] split(String words) {
        return words.split("\\|");
    }
}
