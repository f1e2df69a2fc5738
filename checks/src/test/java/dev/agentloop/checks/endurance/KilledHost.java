package dev.agentloop.checks.endurance;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionNotFoundException;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnResult;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionSnapshot;
import dev.agentloop.session.jdbc.JdbcSessionStore;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The program that is killed: one session in a database that goes on where it was left and runs turns without end. Says
 * {@code PROMPT|STATUS|ANSWER} when a turn is over.
 */
final class KilledHost {
    static final SessionId SESSION = SessionId.of("killed");

    private KilledHost() {}

    /** The file in which the tool writes that it runs, one line {@code CALL} at its start and {@code CALL end} later. */
    static Path effects(Path folder) {
        return folder.resolve("effects.txt");
    }

    /** @param arguments folder, address of the model service, number of the first turn */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (JdbcSessionStore store = JdbcSessionStore.open(folder.resolve("sessions.db"));
                Agent agent = Agent.builder()
                        .endpoint(ModelEndpoint.responses(URI.create(arguments[1]))
                                .apiKey(() -> "scripted-key")
                                .build())
                        .model(ScriptedModelServer.MODEL)
                        .workingDirectory(folder)
                        .sandbox(SandboxPolicy.dangerFullAccess())
                        .sandboxProvider("none")
                        .sessionStore(store)
                        .tools(worker(folder))
                        .build();
                AgentSession session = open(agent)) {
            if (session.snapshot().status() == SessionSnapshot.Status.SUSPENDED) {
                acknowledge("the turn that was cut", session.continueTurn().await());
            }
            for (int turn = Integer.parseInt(arguments[2]); ; turn++) {
                String prompt = "prompt " + turn;
                acknowledge(prompt, session.run(prompt));
            }
        }
    }

    private static AgentSession open(Agent agent) {
        try {
            return agent.resumeSession(SESSION);
        } catch (SessionNotFoundException first) {
            return agent.startSession(SessionOptions.builder().id(SESSION).build());
        }
    }

    private static void acknowledge(String prompt, TurnResult result) {
        System.out.println(prompt + "|" + result.status() + "|" + result.finalMessage());
    }

    private static ToolHandler worker(Path folder) {
        ToolSpec spec = ToolSpec.builder("work")
                .description("Has effects")
                .traits(ToolSpec.Trait.PARALLEL_SAFE)
                .build();
        return ToolHandler.of(spec, (call, context) -> {
            note(folder, call.callId());
            Thread.sleep(call.callId().hashCode() & 15);
            note(folder, call.callId() + " end");
            return ToolOutput.text("worked on " + call.callId());
        });
    }

    private static void note(Path folder, String line) throws IOException {
        Files.writeString(effects(folder), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
