package dev.agentloop.cli;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.cli.sessions.SessionHome;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionMetadata;
import dev.agentloop.spi.SessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code agent resume}: another turn of a session that was kept. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Goes on with a session that was kept, in the folder it worked in unless another one is named.")
final class ResumeCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private AgentCommand agentCommand;

    @Mixin
    private TurnOptions options = new TurnOptions();

    @Parameters(
            index = "0",
            paramLabel = "SESSION",
            description = "Its id, the start of its id, or 'last' for the newest one.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String named;

    @Parameters(
            index = "1..*",
            paramLabel = "PROMPT",
            arity = "1..*",
            description = "What to say; '-' reads it from standard input.")
    private List<String> prompt = List.of();

    @Override
    public Integer call() throws IOException {
        CliContext context = agentCommand.context();
        SessionStore store = SessionHome.open(agentCommand);
        SessionId id = SessionHome.find(store, named);
        Path folder = store.metadata(id)
                .map(SessionMetadata::workingDirectory)
                .map(Path::of)
                .orElseThrow();
        Agent agent = options.agent(context, folder).sessionStore(store).build();
        agentCommand.cleanup().add(agent::close);
        SessionOptions.Builder session = SessionOptions.builder();
        options.folder().ifPresent(session::workingDirectory);
        AgentSession resumed = agent.resumeSession(id, session.build());
        return options.report(context, resumed.run(TurnOptions.text(context, prompt)));
    }
}
