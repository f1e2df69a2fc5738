package dev.agentloop.sandbox.linux;

import dev.agentloop.sandbox.linux.BpfProgram.Condition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The system call filter: what ordinary programs do not need, and what would lead out of the namespaces, is refused with an
 * error, so that programs go on without it. Built in Java, because bubblewrap takes a finished program.
 */
final class SeccompFilter {
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    /** Calls of the x32 interface carry this bit; their numbers would slip past rules for the ordinary ones. */
    private static final int X32_BIT = 0x40000000;

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_TYPE_MASK = 0xF;
    private static final int ALL = 0xFFFFFFFF;

    /** All flags of clone and unshare that make a namespace: mount, cgroup, uts, ipc, user, pid, net. */
    private static final int NEW_NAMESPACE = 0x7E020000;

    private static final int CLONE_NEWTIME = 0x80;

    private static final int TIOCSTI = 0x5412;
    private static final int TIOCLINUX = 0x541C;
    private static final int TIOCCONS = 0x541D;

    private static final int SET_ID_BITS = 06000;
    private static final int O_CREAT = 0100;
    private static final int O_TMPFILE_BIT = 020000000;

    private static final Set<Syscall> NEEDED_BY_NOBODY = EnumSet.of(
            Syscall.PTRACE,
            Syscall.PROCESS_VM_READV,
            Syscall.PROCESS_VM_WRITEV,
            Syscall.PROCESS_MADVISE,
            Syscall.PIDFD_GETFD,
            Syscall.KCMP,
            Syscall.KEXEC_LOAD,
            Syscall.KEXEC_FILE_LOAD,
            Syscall.INIT_MODULE,
            Syscall.FINIT_MODULE,
            Syscall.DELETE_MODULE,
            Syscall.BPF,
            Syscall.PERF_EVENT_OPEN,
            Syscall.USERFAULTFD,
            Syscall.IO_URING_SETUP,
            Syscall.IO_URING_ENTER,
            Syscall.IO_URING_REGISTER,
            Syscall.ADD_KEY,
            Syscall.REQUEST_KEY,
            Syscall.KEYCTL,
            Syscall.MOUNT,
            Syscall.UMOUNT2,
            Syscall.PIVOT_ROOT,
            Syscall.CHROOT,
            Syscall.OPEN_TREE,
            Syscall.MOVE_MOUNT,
            Syscall.FSOPEN,
            Syscall.FSCONFIG,
            Syscall.FSMOUNT,
            Syscall.FSPICK,
            Syscall.MOUNT_SETATTR,
            Syscall.OPEN_TREE_ATTR,
            Syscall.SETNS,
            Syscall.SWAPON,
            Syscall.SWAPOFF,
            Syscall.REBOOT,
            Syscall.SETHOSTNAME,
            Syscall.SETDOMAINNAME,
            Syscall.IOPL,
            Syscall.IOPERM,
            Syscall.QUOTACTL,
            Syscall.QUOTACTL_FD,
            Syscall.ACCT,
            Syscall.NAME_TO_HANDLE_AT,
            Syscall.OPEN_BY_HANDLE_AT,
            Syscall.SYSLOG,
            Syscall.VHANGUP,
            Syscall.SETTIMEOFDAY,
            Syscall.CLOCK_SETTIME,
            Syscall.CLOCK_ADJTIME,
            Syscall.ADJTIMEX,
            Syscall.USELIB,
            Syscall.USTAT,
            Syscall.SYSFS,
            Syscall.SYSCTL,
            Syscall.NFSSERVCTL,
            Syscall.LOOKUP_DCOOKIE,
            Syscall.FANOTIFY_INIT,
            Syscall.MIGRATE_PAGES,
            Syscall.MOVE_PAGES,
            Syscall.MEMFD_SECRET);

    private final Architecture architecture;
    private final BpfProgram program = new BpfProgram();

    private SeccompFilter(Architecture architecture) {
        this.architecture = architecture;
    }

    /**
     * Builds the filter.
     *
     * @param unixSockets whether sockets of the Unix domain may be made; then every socket file that is visible can be reached
     */
    static BpfProgram build(Architecture architecture, boolean unixSockets) {
        SeccompFilter filter = new SeccompFilter(architecture);
        filter.program.requireArchitecture(architecture.auditNumber());
        if (architecture == Architecture.X86_64) {
            filter.program.answerFrom(X32_BIT, BpfProgram.errno(ENOSYS));
        }
        NEEDED_BY_NOBODY.forEach(call -> filter.refuse(call));
        filter.namespaces();
        filter.terminals();
        filter.sockets(unixSockets);
        filter.setIdFiles();
        filter.program.allowTheRest();
        return filter.program;
    }

    /** clone3 keeps its flags in memory, out of the filter's sight; libraries fall back to clone when it does not exist. */
    private void namespaces() {
        refuse(Syscall.CLONE, new Condition.AnyBit(0, NEW_NAMESPACE));
        refuse(Syscall.UNSHARE, new Condition.AnyBit(0, NEW_NAMESPACE | CLONE_NEWTIME));
        answer(Syscall.CLONE3, BpfProgram.errno(ENOSYS));
    }

    private void terminals() {
        for (int request : new int[] {TIOCSTI, TIOCLINUX, TIOCCONS}) {
            refuse(Syscall.IOCTL, new Condition.Equals(1, ALL, request));
        }
    }

    /** Internet sockets stay: the network namespace confines them, and test servers on the loopback need them. */
    private void sockets(boolean unixSockets) {
        List<Integer> families = new ArrayList<>(List.of(AF_INET, AF_INET6));
        if (unixSockets) {
            families.add(AF_UNIX);
        }
        refuse(Syscall.SOCKET, new Condition.NoneOf(0, ALL, families));
        refuse(
                Syscall.SOCKET,
                new Condition.Equals(1, SOCK_TYPE_MASK, SOCK_RAW),
                new Condition.NoneOf(0, ALL, List.of(AF_UNIX)));
        refuse(Syscall.SOCKETPAIR, new Condition.NoneOf(0, ALL, List.of(AF_UNIX)));
        if (!unixSockets) {
            // An unconnected datagram pair could be pointed at any socket file of the host.
            refuse(Syscall.SOCKETPAIR, new Condition.NoneOf(1, SOCK_TYPE_MASK, List.of(SOCK_STREAM, SOCK_SEQPACKET)));
        }
    }

    /** A file with set-uid bit left in the workspace would give its owner's rights to whoever runs it outside. */
    private void setIdFiles() {
        refuse(Syscall.CHMOD, new Condition.AnyBit(1, SET_ID_BITS));
        refuse(Syscall.FCHMOD, new Condition.AnyBit(1, SET_ID_BITS));
        refuse(Syscall.FCHMODAT, new Condition.AnyBit(2, SET_ID_BITS));
        refuse(Syscall.FCHMODAT2, new Condition.AnyBit(2, SET_ID_BITS));
        refuse(Syscall.CREAT, new Condition.AnyBit(1, SET_ID_BITS));
        refuse(Syscall.MKNOD, new Condition.AnyBit(1, SET_ID_BITS));
        refuse(Syscall.MKNODAT, new Condition.AnyBit(2, SET_ID_BITS));
        // Without a creating flag the mode is whatever the register held.
        refuse(Syscall.OPEN, new Condition.AnyBit(1, O_CREAT | O_TMPFILE_BIT), new Condition.AnyBit(2, SET_ID_BITS));
        refuse(Syscall.OPENAT, new Condition.AnyBit(2, O_CREAT | O_TMPFILE_BIT), new Condition.AnyBit(3, SET_ID_BITS));
        answer(Syscall.OPENAT2, BpfProgram.errno(ENOSYS));
    }

    private void refuse(Syscall call, Condition... conditions) {
        answer(call, BpfProgram.errno(EPERM), conditions);
    }

    private void answer(Syscall call, int action, Condition... conditions) {
        int number = call.number(architecture);
        if (number != Syscall.ABSENT) {
            program.answer(number, action, conditions);
        }
    }
}
