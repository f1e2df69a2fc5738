package dev.agentloop.sandbox.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SeccompFilterTest {
    private static final int AMD64 = 0xC000003E;
    private static final int I386 = 0x40000003;

    private static String run(
            Architecture architecture, boolean unixSockets, int audit, long number, long... arguments) {
        return BpfInterpreter.run(
                SeccompFilter.build(architecture, unixSockets).instructions(), audit, (int) number, arguments);
    }

    @ParameterizedTest
    @CsvSource({
        "read, 0, 0, 0, 0, ALLOW",
        "ptrace, 101, 0, 0, 0, EPERM",
        "bpf, 321, 0, 0, 0, EPERM",
        "io_uring_setup, 425, 0, 0, 0, EPERM",
        "keyctl, 250, 0, 0, 0, EPERM",
        "userfaultfd, 323, 0, 0, 0, EPERM",
        "mount, 165, 0, 0, 0, EPERM",
        "setns, 308, 0, 0, 0, EPERM",
        "clone thread, 56, 0x3d0f00, 0, 0, ALLOW",
        "clone new user, 56, 0x10000011, 0, 0, EPERM",
        "unshare files, 272, 0x400, 0, 0, ALLOW",
        "unshare net, 272, 0x40000000, 0, 0, EPERM",
        "clone3, 435, 0, 0, 0, ENOSYS",
        "ioctl TCGETS, 16, 0, 0x5401, 0, ALLOW",
        "ioctl TIOCSTI, 16, 0, 0x5412, 0, EPERM",
        "ioctl TIOCSTI with high bits, 16, 0, 0x100005412, 0, EPERM",
        "socket inet, 41, 2, 1, 0, ALLOW",
        "socket inet6 cloexec, 41, 10, 0x80001, 0, ALLOW",
        "socket unix, 41, 1, 1, 0, EPERM",
        "socket unix with high bits, 41, 0x100000001, 1, 0, EPERM",
        "socket netlink, 41, 16, 3, 0, EPERM",
        "socket packet, 41, 17, 3, 0, EPERM",
        "socket vsock, 41, 40, 1, 0, EPERM",
        "socket inet raw, 41, 2, 3, 0, EPERM",
        "socketpair unix stream, 53, 1, 0x80001, 0, ALLOW",
        "socketpair unix seqpacket, 53, 1, 5, 0, ALLOW",
        "socketpair unix datagram, 53, 1, 2, 0, EPERM",
        "chmod, 90, 0, 0755, 0, ALLOW",
        "open read with a stray mode, 2, 0, 0, 06777, ALLOW",
        "openat2, 437, 0, 0, 0, ENOSYS",
        "x32 ptrace, 0x40000065, 0, 0, 0, ENOSYS",
    })
    void answersOnAmd64(String what, String number, String a, String b, String c, String expected) {
        assertThat(run(
                        Architecture.X86_64,
                        false,
                        AMD64,
                        Long.decode(number),
                        Long.decode(a),
                        Long.decode(b),
                        Long.decode(c)))
                .as(what)
                .isEqualTo(expected);
    }

    @Test
    void setIdBitsAreRefusedWhereverAModeIsGiven() {
        int create = 0100;
        assertThat(List.of(
                        run(Architecture.X86_64, false, AMD64, 90, 0, 04755),
                        run(Architecture.X86_64, false, AMD64, 91, 0, 02755),
                        run(Architecture.X86_64, false, AMD64, 268, 0, 0, 04755),
                        run(Architecture.X86_64, false, AMD64, 452, 0, 0, 04755),
                        run(Architecture.X86_64, false, AMD64, 2, 0, create, 04755),
                        run(Architecture.X86_64, false, AMD64, 257, 0, 0, create, 04755),
                        run(Architecture.X86_64, false, AMD64, 257, 0, 0, 020200000, 04755),
                        run(Architecture.X86_64, false, AMD64, 133, 0, 04755),
                        run(Architecture.X86_64, false, AMD64, 259, 0, 0, 04755),
                        run(Architecture.X86_64, false, AMD64, 85, 0, 04755)))
                .containsOnly("EPERM");
        assertThat(run(Architecture.X86_64, false, AMD64, 257, 0, 0, create, 0644))
                .isEqualTo("ALLOW");
    }

    @Test
    void anotherArchitectureIsEnded() {
        assertThat(run(Architecture.X86_64, false, I386, 3)).isEqualTo("KILL");
        assertThat(run(Architecture.AARCH64, false, AMD64, 63)).isEqualTo("KILL");
    }

    @Test
    void unixSocketsCanBeAllowed() {
        assertThat(run(Architecture.X86_64, true, AMD64, 41, 1, 1)).isEqualTo("ALLOW");
        assertThat(run(Architecture.X86_64, true, AMD64, 53, 1, 2)).isEqualTo("ALLOW");
        assertThat(run(Architecture.X86_64, true, AMD64, 41, 16, 2)).isEqualTo("EPERM");
    }

    @Test
    void answersOnAarch64() {
        int audit = Architecture.AARCH64.auditNumber();
        assertThat(run(Architecture.AARCH64, false, audit, 63)).isEqualTo("ALLOW");
        assertThat(run(Architecture.AARCH64, false, audit, 117)).isEqualTo("EPERM");
        assertThat(run(Architecture.AARCH64, false, audit, 220, 0x10000011)).isEqualTo("EPERM");
        assertThat(run(Architecture.AARCH64, false, audit, 198, 1, 1)).isEqualTo("EPERM");
        assertThat(run(Architecture.AARCH64, false, audit, 56, 0, 0, 0100, 04755))
                .isEqualTo("EPERM");
    }

    @ParameterizedTest
    @EnumSource
    void jumpsStayInsideTheProgram(Architecture architecture) {
        List<BpfProgram.Instruction> program =
                SeccompFilter.build(architecture, false).instructions();
        for (int i = 0; i < program.size(); i++) {
            assertThat(i + 1 + program.get(i).ifTrue()).isLessThan(program.size() + 1);
            assertThat(i + 1 + program.get(i).ifFalse()).isLessThan(program.size() + 1);
            assertThat(program.get(i).ifTrue()).isBetween(0, 255);
            assertThat(program.get(i).ifFalse()).isBetween(0, 255);
        }
        assertThat(SeccompFilter.build(architecture, false).toBytes()).hasSize(program.size() * 8);
    }
}
