package dev.agentloop.runtime.hostprograms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.session.SessionId;
import dev.agentloop.spi.SessionStore;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.TempWorkspace;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deployment bot: it asks before it deploys, goes home, and goes on in another process when somebody has answered. */
@Timeout(120)
class ApprovalAfterRestartTest {
    public static final class Deployer {
        @Tool(description = "Deploys a version.", traits = ToolSpec.Trait.NEEDS_APPROVAL)
        public String deploy(String version, ToolContext context) throws IOException {
            Files.writeString(
                    context.workingDirectory().resolve("deployed.txt"),
                    version + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return "deployed " + version;
        }
    }

    /** The bot's process. */
    public static final class Bot {
        /** @param arguments {@code ask} or {@code approve}, the folder, the model's address, and for approving a session */
        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[1]);
            try (SessionStore store = new FileSessionStore(folder.resolve("sessions"));
                    Agent agent = Agent.builder()
                            .endpoint(ModelEndpoint.responses(URI.create(arguments[2]))
                                    .build())
                            .model("m")
                            .workingDirectory(folder)
                            .sessionStore(store)
                            .tools(new Deployer())
                            .approvals(ApprovalPolicy.onRequest(), ApprovalHandler.defer())
                            .build()) {
                if (arguments[0].equals("ask")) {
                    ask(agent);
                } else {
                    approve(agent, SessionId.of(arguments[3]));
                }
            }
        }

        private static void ask(Agent agent) {
            try (AgentSession session = agent.startSession()) {
                TurnResult result = session.run("Deploy 1.2");
                System.out.println(result.status() + " " + session.id());
            }
        }

        private static void approve(Agent agent, SessionId id) {
            try (AgentSession session = agent.resumeSession(id)) {
                ApprovalRequest question = session.pendingApprovals().get(0);
                session.answer(question.id(), ApprovalDecision.approve());
                TurnResult result = session.continueTurn().await();
                System.out.println(result.status() + " " + result.finalMessage());
            }
        }
    }

    @Test
    void anApprovalIsAnsweredInAnotherProcess() throws Exception {
        try (TempWorkspace workspace = TempWorkspace.create();
                ScriptedModelServer server = ScriptedModelServer.start()) {
            Files.createDirectory(workspace.path("sessions"));
            server.respond(Sse.call("c1", "deploy", "{\"version\":\"1.2\"}")).respond(Sse.text("It is out."));

            String asked = bot(workspace, "ask", server.url().toString());
            assertThat(asked).startsWith(TurnStatus.SUSPENDED + " ");
            assertThat(workspace.files()).doesNotContain("deployed.txt");
            assertThat(server.requests()).hasSize(1);

            String approved = bot(workspace, "approve", server.url().toString(), asked.split(" ")[1]);
            assertThat(approved).isEqualTo(TurnStatus.COMPLETED + " It is out.");
            assertThat(workspace.read("deployed.txt")).isEqualTo("1.2\n");
            assertThat(server.requests().get(1).toolOutput("c1")).isEqualTo("deployed 1.2");
            server.assertPrefixStable();
            server.assertScriptFinished();
        }
    }

    /** Runs the bot in a JVM of its own; gives the last line it wrote. */
    private static String bot(TempWorkspace workspace, String command, String... more) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Bot.class.getName(),
                command,
                workspace.path().toString());
        builder.command().addAll(java.util.List.of(more));
        Path errors = workspace.path(command + ".log");
        Process process = builder.redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s %s", output, Files.readString(errors))
                .isZero();
        return output.strip();
    }
}
