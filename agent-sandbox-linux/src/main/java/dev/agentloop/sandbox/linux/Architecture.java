package dev.agentloop.sandbox.linux;

import java.util.Optional;

/** A processor architecture for which the filter can be built, with the kernel's AUDIT_ARCH number. */
enum Architecture {
    X86_64(0xC000003E),
    AARCH64(0xC00000B7);

    private final int auditNumber;

    Architecture(int auditNumber) {
        this.auditNumber = auditNumber;
    }

    int auditNumber() {
        return auditNumber;
    }

    static Optional<Architecture> of(String osArch) {
        return switch (osArch) {
            case "amd64", "x86_64" -> Optional.of(X86_64);
            case "aarch64", "arm64" -> Optional.of(AARCH64);
            default -> Optional.empty();
        };
    }
}
