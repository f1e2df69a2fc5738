package dev.agentloop.cli;

import picocli.CommandLine;

/** Runs a command in a given surrounding, so that tests can run it in process. */
final class Cli {
    private final CliContext context;

    Cli(CliContext context) {
        this.context = context;
    }

    /** Runs one command and returns its exit code. */
    int run(String... args) {
        ExitCleanup cleanup = new ExitCleanup();
        CommandLine line = new CommandLine(new AgentCommand(context, cleanup))
                .setOut(context.writer(context.out()))
                .setErr(context.writer(context.err()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler(new FailureReport(context, cleanup));
        int exitCode = line.execute(args);
        cleanup.run().forEach(failure -> line.getErr().println("agent: " + FailureReport.paragraph(failure)));
        line.getOut().flush();
        line.getErr().flush();
        return exitCode;
    }
}
