package dev.agentloop.sandbox.linux.escape;

import java.util.Map;
import java.util.TreeMap;

/** Numbers of system calls for the scripts, written down a second time on purpose: a wrong one in the filter must show. */
final class Numbers {
    private static final String TABLE = """
            ptrace 101 117
            process_vm_readv 310 270
            process_vm_writev 311 271
            pidfd_open 434 434
            pidfd_send_signal 424 424
            pidfd_getfd 438 438
            kcmp 312 272
            clone 56 220
            clone3 435 435
            setns 308 268
            socket 41 198
            openat 257 56
            linkat 265 37
            renameat2 316 276
            fchmodat2 452 452
            name_to_handle_at 303 264
            open_by_handle_at 304 265
            add_key 248 217
            request_key 249 218
            keyctl 250 219
            bpf 321 280
            perf_event_open 298 241
            userfaultfd 323 282
            io_uring_setup 425 425
            io_uring_enter 426 426
            io_uring_register 427 427
            open_tree 428 428
            move_mount 429 429
            fsopen 430 430
            mount_setattr 442 442
            init_module 175 105
            finit_module 313 273
            kexec_load 246 104
            fanotify_init 300 262
            clock_settime 227 112
            reboot 169 142
            sethostname 170 161
            swapon 167 224
            acct 163 89
            memfd_create 319 279
            memfd_secret 447 447
            move_pages 279 239
            ioctl 16 29
            """;

    private Numbers() {}

    static Map<String, String> variables(String architecture) {
        boolean arm = architecture.equals("aarch64");
        Map<String, String> variables = new TreeMap<>();
        TABLE.lines()
                .map(line -> line.split(" "))
                .forEach(words -> variables.put("SYS_" + words[0], words[arm ? 2 : 1]));
        variables.put("O_DIRECTORY", String.valueOf(arm ? 040000 : 0200000));
        variables.put("ARCH", architecture);
        return variables;
    }
}
