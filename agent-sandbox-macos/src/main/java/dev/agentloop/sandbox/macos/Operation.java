package dev.agentloop.sandbox.macos;

import java.util.Arrays;
import java.util.Optional;

/** The operations that generated profiles speak of, by their names in a profile. A final star stands for any ending. */
enum Operation {
    FILE_READ("file-read*"),
    FILE_READ_DATA("file-read-data"),
    FILE_READ_METADATA("file-read-metadata"),
    FILE_MAP_EXECUTABLE("file-map-executable"),
    FILE_WRITE("file-write*"),
    FILE_WRITE_CREATE("file-write-create"),
    FILE_WRITE_DATA("file-write-data"),
    FILE_WRITE_SETUGID("file-write-setugid"),
    FILE_WRITE_UNLINK("file-write-unlink"),
    IPC_POSIX_SEM("ipc-posix-sem"),
    MACH_LOOKUP("mach-lookup"),
    NETWORK("network*"),
    NETWORK_OUTBOUND("network-outbound"),
    PROCESS_EXEC("process-exec"),
    PROCESS_FORK("process-fork"),
    PROCESS_INFO("process-info*"),
    SIGNAL("signal"),
    SYSCTL_READ("sysctl-read"),
    SYSTEM_SOCKET("system-socket");

    private final String text;

    Operation(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Tells whether a rule about this operation is also about the other. */
    boolean covers(Operation other) {
        return text.endsWith("*") ? other.text.startsWith(text.substring(0, text.length() - 1)) : this == other;
    }

    static Optional<Operation> of(String text) {
        return Arrays.stream(values())
                .filter(operation -> operation.text.equals(text))
                .findFirst();
    }
}
