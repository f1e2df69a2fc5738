package dev.agentloop.cli;

/** The exit codes of {@code bin/agent}. */
public final class ExitCode {
    /** All went well. */
    public static final int SUCCESS = 0;

    /** The work failed. */
    public static final int FAILED = 1;

    /** Wrong usage or configuration; what picocli returns for usage errors too. */
    public static final int USAGE = 2;

    /** Something that is needed is missing. */
    public static final int MISSING = 3;

    private ExitCode() {}
}
