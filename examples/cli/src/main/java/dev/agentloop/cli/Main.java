package dev.agentloop.cli;

/** Starts the command line with the streams and the environment of this process. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        Cli cli = new Cli(CliContext.ofProcess());
        System.exit(cli.run(args));
    }
}
