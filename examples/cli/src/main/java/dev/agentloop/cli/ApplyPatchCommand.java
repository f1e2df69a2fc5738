package dev.agentloop.cli;

import dev.agentloop.tools.patch.PatchEngine;
import dev.agentloop.tools.patch.PatchException;
import dev.agentloop.tools.patch.PatchMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code agent apply-patch}: the tool of that name, for people and scripts. */
@Command(
        name = "apply-patch",
        mixinStandardHelpOptions = true,
        description = "Reads a patch ('*** Begin Patch' ...) from standard input, changes the files it names and"
                + " prints them. No file outside of the folder is changed.")
final class ApplyPatchCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agent;

    @Option(
            names = {"-C", "--directory"},
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The folder the patch is for; default: the current one.")
    private Path directory = Path.of(".");

    @Option(
            names = "--partial",
            description = "Keep what was applied before an operation that cannot be; default: all or nothing.")
    private boolean partial;

    @Override
    public Integer call() throws IOException {
        CliContext context = agent.context();
        if (!Files.isDirectory(directory)) {
            throw CliException.failed(directory + " is not a folder");
        }
        PatchEngine engine = PatchEngine.in(directory).withMode(partial ? PatchMode.PARTIAL : PatchMode.ALL_OR_NOTHING);
        try {
            context.out().print(engine.apply(patch(context)).summary());
            context.out().flush();
        } catch (PatchException notApplied) {
            throw CliException.failed(String.valueOf(notApplied.getMessage()));
        }
        return ExitCode.SUCCESS;
    }

    private static String patch(CliContext context) throws IOException {
        byte[] bytes = context.in().readAllBytes();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw CliException.failed("The patch on standard input is not UTF-8 text");
        }
    }
}
