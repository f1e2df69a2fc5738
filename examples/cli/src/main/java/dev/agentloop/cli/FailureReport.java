package dev.agentloop.cli;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.AgentException;
import dev.agentloop.SandboxUnavailableException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.ParseResult;

/** Tells a failed command as one paragraph and an exit code; the stack trace only when it was asked for. */
final class FailureReport implements IExecutionExceptionHandler {
    private final CliContext context;
    private final ExitCleanup cleanup;

    FailureReport(CliContext context, ExitCleanup cleanup) {
        this.context = context;
        this.cleanup = cleanup;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (cleanup.processEnds()) {
            return exitCode(failure, command);
        }
        PrintWriter err = command.getErr();
        err.println("agent: " + paragraph(failure));
        AgentCommand root = (AgentCommand) rootOf(command).getCommand();
        if (root.verbose()) {
            failure.printStackTrace(context.err());
        } else if (!expected(failure)) {
            err.println("agent: run it again with --verbose to see where this happened");
        }
        return exitCode(failure, command);
    }

    private static int exitCode(Exception failure, CommandLine command) {
        return command.getCommand() instanceof IExitCodeExceptionMapper own
                ? own.getExitCode(failure)
                : exitCode(failure);
    }

    static String paragraph(Throwable failure) {
        StringBuilder text = new StringBuilder(message(failure));
        // A cause often knows more, such as the server's words; it is left out when it was quoted already.
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String more = cause.getMessage();
            if (more != null && text.indexOf(more) < 0) {
                text.append(text.charAt(text.length() - 1) == '.' ? " " : ": ").append(more);
            }
        }
        return text.toString().strip();
    }

    static int exitCode(Throwable failure) {
        if (failure instanceof CliException known) {
            return known.exitCode();
        }
        if (failure instanceof SandboxUnavailableException) {
            return ExitCode.MISSING;
        }
        return failure instanceof AgentConfigurationException ? ExitCode.USAGE : ExitCode.FAILED;
    }

    private static boolean expected(Throwable failure) {
        return failure instanceof CliException
                || failure instanceof AgentException
                || failure instanceof FileSystemException;
    }

    private static String message(Throwable failure) {
        boolean plain = failure instanceof CliException || failure instanceof AgentException;
        return plain && failure.getMessage() != null ? failure.getMessage() : failure.toString();
    }

    private static CommandLine rootOf(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root;
    }
}
