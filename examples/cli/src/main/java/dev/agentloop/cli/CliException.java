package dev.agentloop.cli;

/** A command cannot go on. The message says what happened and what to do; it is shown without a stack trace. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The command was called or configured in a wrong way. */
    public static CliException usage(String message) {
        return new CliException(ExitCode.USAGE, message);
    }

    /** What was asked for cannot be done. */
    public static CliException failed(String message) {
        return new CliException(ExitCode.FAILED, message);
    }

    /** Something that is needed is not there. */
    public static CliException missing(String message) {
        return new CliException(ExitCode.MISSING, message);
    }

    /** How the process ends. */
    public int exitCode() {
        return exitCode;
    }
}
