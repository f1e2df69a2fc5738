package dev.agentloop.sandbox;

import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Something a command tried and the sandbox refused.
 *
 * @param kind what was tried
 * @param certainty whether this is a fact or a conclusion from the command's output
 * @param subject the path, host, program, system call or limit
 * @param detail one plain sentence
 * @param remedy the smallest grant that would allow it; empty when none would
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Violation(
        Kind kind, Certainty certainty, String subject, String detail, Optional<PermissionGrant> remedy) {

    /** What was tried. */
    public enum Kind {
        /** Reading a path. */
        READ,
        /** Writing a path. */
        WRITE,
        /** Reaching a host. */
        NETWORK,
        /** Executing a program. */
        EXECUTE,
        /** A system call. */
        SYSTEM_CALL,
        /** Using more than a limit. */
        LIMIT
    }

    /** How sure the finding is. */
    public enum Certainty {
        /** The refusing part itself reported it, or the policy confirms it. */
        CERTAIN,
        /** The output reads like a refusal. */
        LIKELY
    }

    public Violation {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(certainty, "certainty");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(remedy, "remedy");
    }
}
