package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import dev.agentloop.sandbox.Environment;
import dev.agentloop.sandbox.Network;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.sandbox.linux.MountPlan.Kind;
import dev.agentloop.sandbox.linux.MountPlan.Step;
import dev.agentloop.sandbox.spi.PreparedCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes the bubblewrap command line for a command. */
final class BwrapArguments {
    /** Opens the filter as descriptor 9 and becomes bubblewrap: Java closes all descriptors of a child beyond 2. */
    private static final String WITH_FILTER = "exec 9<\"$0\"; exec \"$@\"";

    private static final String FILTER_DESCRIPTOR = "9";

    private static final Path KERNEL_SETTINGS = Path.of("/proc/sys");

    /** What root could also write in a new /proc although it holds no capability: the files belong to its user id. */
    private static final List<String> PROC_OF_ROOT =
            List.of("/proc/sysrq-trigger", "/proc/irq", "/proc/bus", "/proc/fs", "/proc/acpi", "/proc/scsi");

    private final SandboxPolicy policy;
    private final MountPlan plan;
    private final BwrapTools tools;

    /**
     * @param policy what is allowed
     * @param plan the same, as mounts
     * @param tools the programs and files of the session
     */
    BwrapArguments(SandboxPolicy policy, MountPlan plan, BwrapTools tools) {
        this.policy = policy;
        this.plan = plan;
        this.tools = tools;
    }

    /** A policy that confines neither files nor network keeps its rights and system calls. */
    static boolean confines(SandboxPolicy policy) {
        boolean allWritable = policy.entries().stream()
                .anyMatch(entry -> entry.isFor(Entry.Special.ROOT) && entry.access() == Access.WRITE);
        return !allWritable || policy.network().mode() != Network.Mode.FULL;
    }

    PreparedCommand wrap(PreparedCommand command) {
        List<String> argv = new ArrayList<>();
        boolean confined = confines(policy);
        if (confined) {
            argv.addAll(List.of(
                    tools.shell().toString(), "-c", WITH_FILTER, tools.filter().toString()));
        }
        argv.add(tools.bwrap().toString());
        argv.addAll(namespaces(confined));
        mounts().forEach(mount -> argv.addAll(mount.options()));
        Map<String, String> inherited = environment(command.environment(), argv);
        argv.addAll(List.of("--chdir", command.workingDirectory().toString()));
        if (confined) {
            argv.addAll(List.of("--seccomp", FILTER_DESCRIPTOR));
        }
        argv.add("--");
        argv.addAll(limits());
        argv.addAll(command.argv());
        return new PreparedCommand(argv, inherited, Path.of("/"));
    }

    private List<String> namespaces(boolean confined) {
        List<String> options = new ArrayList<>();
        if (confined || !tools.root()) {
            options.add("--unshare-user");
        }
        options.addAll(List.of("--unshare-pid", "--unshare-ipc"));
        if (confined) {
            options.addAll(List.of("--unshare-uts", "--unshare-cgroup-try", "--cap-drop", "ALL"));
        }
        if (policy.network().mode() == Network.Mode.NONE) {
            options.add("--unshare-net");
        }
        options.addAll(List.of("--new-session", "--die-with-parent"));
        return options;
    }

    private List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        Path root = Path.of("/");
        if (plan.root() == Access.WRITE) {
            mounts.add(Mount.writable(root, root));
            mounts.add(Mount.of("--dev-bind", "/dev", "/dev"));
        } else {
            if (plan.root() == Access.READ) {
                mounts.add(Mount.readOnly(root, root));
            }
            mounts.add(Mount.of("--dev", "/dev"));
        }
        mounts.add(Mount.of("--proc", "/proc"));
        if (confines(policy)) {
            mounts.add(Mount.readOnly(KERNEL_SETTINGS, KERNEL_SETTINGS));
            if (tools.root()) {
                PROC_OF_ROOT.forEach(path -> mounts.add(Mount.readOnlyIfThere(Path.of(path))));
            }
        }
        List<Mount> last = new ArrayList<>();
        for (Step step : plan.steps()) {
            add(step, mounts, last);
        }
        hideOwnFolder(mounts, last);
        mounts.addAll(last);
        if (plan.root() == Access.NONE) {
            mounts.add(Mount.sealed(root));
        }
        return mounts;
    }

    private void add(Step step, List<Mount> mounts, List<Mount> last) {
        switch (step.kind()) {
            case READ_ONLY -> mounts.add(Mount.readOnly(step.source(), step.path()));
            case WRITABLE, PINNED -> mounts.add(Mount.writable(step.source(), step.path()));
            case PRIVATE -> mounts.add(Mount.empty("1777", step.path()));
            case HIDDEN -> hide(step.path(), mounts, last);
            case PROTECTED -> {
                if (!Placeholders.isFree(step.path())) {
                    mounts.add(Mount.readOnly(step.source(), step.path()));
                } else if (Files.isWritable(step.path().getParent())) {
                    mounts.add(Mount.empty("0555", step.path()));
                    last.add(Mount.sealed(step.path()));
                }
            }
        }
    }

    private void hide(Path path, List<Mount> mounts, List<Mount> last) {
        if (Files.isDirectory(path)) {
            boolean passage = plan.steps().stream()
                    .anyMatch(step -> step.kind() != Kind.HIDDEN
                            && !step.path().equals(path)
                            && step.path().startsWith(path));
            mounts.add(Mount.empty(passage ? "0111" : "0000", path));
            last.add(Mount.sealed(path));
        } else {
            mounts.add(Mount.readOnly(tools.unreadable(), path));
        }
    }

    /** A command that could change the filter of the next one would not be confined for long. */
    private void hideOwnFolder(List<Mount> mounts, List<Mount> last) {
        Path own = tools.folder();
        boolean visible = plan.steps().stream()
                .filter(step -> own.startsWith(step.path()))
                .reduce((first, second) -> second)
                .map(step ->
                        EnumSet.of(Kind.READ_ONLY, Kind.WRITABLE, Kind.PINNED).contains(step.kind()))
                .orElse(plan.root() != Access.NONE);
        if (visible) {
            mounts.add(Mount.empty("0000", own));
            last.add(Mount.sealed(own));
        }
    }

    /**
     * Variables become options, because bubblewrap itself runs outside and some variables would change what it does.
     * Secrets are inherited instead, since other users can read the words of a process; no variable named like a secret
     * means anything to a loader or a shell.
     */
    private static Map<String, String> environment(Map<String, String> variables, List<String> argv) {
        Map<String, String> inherited = new TreeMap<>();
        for (String leftByShell : List.of("OLDPWD", "SHLVL", "_")) {
            argv.addAll(List.of("--unsetenv", leftByShell));
        }
        variables.forEach((name, value) -> {
            if (Environment.looksSecret(name) && !name.startsWith("LD_") && !name.startsWith("BASH_FUNC_")) {
                inherited.put(name, value);
            } else {
                argv.addAll(List.of("--setenv", name, value));
            }
        });
        return inherited;
    }

    private List<String> limits() {
        List<String> words = new ArrayList<>();
        policy.limits().processes().ifPresent(count -> words.add("--nproc=" + count));
        policy.limits().fileSizeBytes().ifPresent(bytes -> words.add("--fsize=" + bytes));
        policy.limits().cpuTime().ifPresent(time -> words.add("--cpu=" + Math.max(1, time.toSeconds())));
        if (words.isEmpty()) {
            return List.of();
        }
        words.add(0, tools.prlimit().orElseThrow().toString());
        words.add("--");
        return words;
    }
}
