package dev.agentloop.sandbox.linux;

/**
 * Numbers of the system calls the filter mentions, from the kernel's tables for x86_64 and for the generic 64-bit interface
 * that aarch64 uses; {@link #ABSENT} where an architecture does not have a call.
 */
enum Syscall {
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PROCESS_MADVISE(440, 440),
    PIDFD_GETFD(438, 438),
    KCMP(312, 272),
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    USERFAULTFD(323, 282),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    KEYCTL(250, 219),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    OPEN_TREE(428, 428),
    MOVE_MOUNT(429, 429),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    OPEN_TREE_ATTR(467, 467),
    SETNS(308, 268),
    UNSHARE(272, 97),
    CLONE(56, 220),
    CLONE3(435, 435),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    REBOOT(169, 142),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    IOPL(172, Syscall.ABSENT),
    IOPERM(173, Syscall.ABSENT),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443, 443),
    ACCT(163, 89),
    NAME_TO_HANDLE_AT(303, 264),
    OPEN_BY_HANDLE_AT(304, 265),
    SYSLOG(103, 116),
    VHANGUP(153, 58),
    SETTIMEOFDAY(164, 170),
    CLOCK_SETTIME(227, 112),
    CLOCK_ADJTIME(305, 266),
    ADJTIMEX(159, 171),
    USELIB(134, Syscall.ABSENT),
    USTAT(136, Syscall.ABSENT),
    SYSFS(139, Syscall.ABSENT),
    SYSCTL(156, Syscall.ABSENT),
    NFSSERVCTL(180, 42),
    LOOKUP_DCOOKIE(212, 18),
    FANOTIFY_INIT(300, 262),
    MIGRATE_PAGES(256, 238),
    MOVE_PAGES(279, 239),
    MEMFD_SECRET(447, 447),
    IOCTL(16, 29),
    SOCKET(41, 198),
    SOCKETPAIR(53, 199),
    OPEN(2, Syscall.ABSENT),
    CREAT(85, Syscall.ABSENT),
    OPENAT(257, 56),
    OPENAT2(437, 437),
    MKNOD(133, Syscall.ABSENT),
    MKNODAT(259, 33),
    CHMOD(90, Syscall.ABSENT),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHMODAT2(452, 452);

    static final int ABSENT = -1;

    private final int x86;
    private final int arm;

    Syscall(int x86, int arm) {
        this.x86 = x86;
        this.arm = arm;
    }

    int number(Architecture architecture) {
        return architecture == Architecture.X86_64 ? x86 : arm;
    }
}
