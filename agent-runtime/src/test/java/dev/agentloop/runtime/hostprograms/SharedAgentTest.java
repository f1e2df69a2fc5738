package dev.agentloop.runtime.hostprograms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.TempWorkspace;
import dev.agentloop.testkit.TestThreads;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that gives each of its users a session in a folder of their own, all from one agent. */
@Timeout(120)
class SharedAgentTest {
    private static final int SESSIONS = 50;

    /** Writes into the folder of whichever session calls it. */
    public static final class Notes {
        @Tool(description = "Writes a note.")
        public String write(String text, ToolContext context) throws IOException {
            Files.writeString(context.workingDirectory().resolve("note.txt"), text);
            return "written";
        }
    }

    @Test
    void oneAgentServesFiftySessionsInFiftyFolders() throws Exception {
        RecordingListener listener = new RecordingListener();
        ExecutorService users = Executors.newFixedThreadPool(SESSIONS, TestThreads.daemons("user"));
        try (TempWorkspace workspace = TempWorkspace.create();
                ScriptedModelServer server = ScriptedModelServer.start().otherwise(SharedAgentTest::answer);
                Agent agent = Agent.builder()
                        .endpoint(server.endpoint())
                        .model("m")
                        .tools(new Notes())
                        .listener(listener)
                        .build()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int n = 0; n < SESSIONS; n++) {
                Path folder = Files.createDirectory(workspace.path("user-" + n));
                String prompt = "I am user " + n;
                answers.add(users.submit((Callable<String>) () -> {
                    SessionOptions options =
                            SessionOptions.builder().workingDirectory(folder).build();
                    try (AgentSession session = agent.startSession(options)) {
                        return session.run(prompt).finalMessage() + "/"
                                + session.run("again").finalMessage();
                    }
                }));
            }
            for (int n = 0; n < SESSIONS; n++) {
                assertThat(answers.get(n).get()).isEqualTo("done/done");
                assertThat(workspace.read("user-" + n + "/note.txt")).isEqualTo("I am user " + n);
            }
            server.assertPrefixStable();
        } finally {
            users.shutdownNow();
        }
        assertThat(listener.events()).isNotEmpty();
    }

    /** The model writes what its user said first, once. */
    private static Reply answer(RecordedRequest request) {
        if (!request.toolOutputCallIds().isEmpty()) {
            return Reply.of(Sse.text("done"));
        }
        List<String> texts = request.inputTexts();
        return Reply.of(Sse.call("c1", "write", "{\"text\":\"" + texts.get(texts.size() - 1) + "\"}"));
    }
}
