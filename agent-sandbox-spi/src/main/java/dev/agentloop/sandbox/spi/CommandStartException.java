package dev.agentloop.sandbox.spi;

import dev.agentloop.AgentException;
import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/** A command could not be started. Nothing of it ran, which an exit code could not say. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class CommandStartException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a command could not be started. */
    public enum Reason {
        /** The program does not exist. */
        NOT_FOUND,
        /** The program exists but cannot be executed. */
        NOT_EXECUTABLE,
        /** The working directory does not exist or is no folder. */
        BAD_DIRECTORY,
        /** The policy refuses the program or the working directory. */
        REFUSED,
        /** The operating system or the sandbox failed. */
        FAILED
    }

    /** @param cause may be null */
    public CommandStartException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why it could not be started. */
    public Reason reason() {
        return reason;
    }
}
