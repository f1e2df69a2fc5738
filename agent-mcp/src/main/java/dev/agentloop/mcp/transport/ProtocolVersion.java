package dev.agentloop.mcp.transport;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The versions of the protocol that this client speaks, newest first. */
public enum ProtocolVersion {
    /** Stateless: every request says all about itself. */
    V2026_07_28("2026-07-28"),
    V2025_11_25("2025-11-25"),
    V2025_06_18("2025-06-18"),
    V2025_03_26("2025-03-26"),
    V2024_11_05("2024-11-05");

    private final String text;

    ProtocolVersion(String text) {
        this.text = text;
    }

    /** As messages write it. */
    public String text() {
        return text;
    }

    /** Whether there is no handshake and no session. */
    public boolean isStateless() {
        return this == V2026_07_28;
    }

    /** The version a server named; empty when this client does not speak it. */
    public static Optional<ProtocolVersion> of(String text) {
        return Arrays.stream(values())
                .filter(version -> version.text.equals(text))
                .findFirst();
    }

    /** The versions that begin with a handshake, newest first. */
    public static List<ProtocolVersion> withHandshake() {
        return Arrays.stream(values()).filter(version -> !version.isStateless()).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
