package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.PromptPreview;
import dev.agentloop.SessionOptions;
import dev.agentloop.approval.ApprovalHandler;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.testkit.ManualClock;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.testkit.TempWorkspace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContextTest {
    private static final Instant EVENING = Instant.parse("2031-01-02T23:30:00Z");

    private final ScriptedModelServer server = ScriptedModelServer.start();
    private final TempWorkspace workspace = TempWorkspace.create();
    private final ManualClock clock = ManualClock.at(EVENING);
    private final RecordingListener events = new RecordingListener();

    @AfterEach
    void close() {
        server.close();
        workspace.close();
    }

    private Agent.Builder agent() {
        return Agent.builder()
                .discovery(Discovery.NONE)
                .endpoint(server.endpoint())
                .model(ScriptedModelServer.MODEL)
                .tools(Agents.echo())
                .sandbox(SandboxPolicy.readOnly())
                .clock(clock)
                .listener(events);
    }

    private Agent.Builder inWorkspace() {
        return agent().workingDirectory(workspace.path());
    }

    @Test
    void thePreviewIsWhatTheServerReceives() {
        workspace
                .file(".git/HEAD", "")
                .file("AGENTS.md", "Use tabs.\n")
                .file(".agents/skills/one/SKILL.md", "---\nname: one\ndescription: does one\n---\n");
        server.respond(Sse.text("done"));
        try (Agent agent = inWorkspace().build()) {
            PromptPreview preview = agent.promptPreview();
            agent.run("hello");

            assertThat(preview.fragments().stream().map(PromptPreview.Fragment::kind))
                    .containsExactly("instructions", "permissions", "skills", "agents_md", "environment");
            assertThat(preview.fragments().stream().map(PromptPreview.Fragment::role))
                    .containsExactly("system", "developer", "developer", "user", "user");
            assertThat(preview.notices()).isEmpty();
            RecordedRequest request = server.requests().get(0);
            List<String> sent = new ArrayList<>(List.of(request.at("/instructions")));
            sent.addAll(request.inputTexts());
            List<String> expected = new ArrayList<>(preview.fragments().stream()
                    .map(PromptPreview.Fragment::text)
                    .toList());
            expected.add("hello");
            assertThat(sent).isEqualTo(expected);
        }
    }

    @Test
    void anotherDayIsAppendedAndNothingElse() {
        server.respond(Sse.text("one")).respond(Sse.text("two")).respond(Sse.text("three"));
        try (Agent agent = inWorkspace().build();
                AgentSession session = agent.startSession()) {
            session.run("first");
            session.run("second");
            clock.advance(Duration.ofHours(1));
            session.run("third");

            List<String> last = server.requests().get(2).inputTexts();
            assertThat(server.requests().get(1).inputTexts())
                    .isEqualTo(last.subList(0, 5))
                    .last()
                    .isEqualTo("second");
            assertThat(last).hasSize(8);
            assertThat(last.get(1)).contains("<current_date>2031-01-02</current_date>");
            assertThat(last.get(6)).isEqualTo(last.get(1).replace("2031-01-02", "2031-01-03"));
            assertThat(last.get(7)).isEqualTo("third");
            server.assertPrefixStable();
        }
    }

    @Test
    void whatAResumedSessionMayDoNowIsAppended() {
        workspace.file("AGENTS.md", "old words");
        server.respond(Sse.text("one")).respond(Sse.text("two"));
        try (Agent agent = inWorkspace().build()) {
            AgentSession session = agent.startSession();
            session.run("first");
            session.close();
            workspace.file("AGENTS.md", "new words");
            SessionOptions options = SessionOptions.builder()
                    .approvals(ApprovalPolicy.never(), ApprovalHandler.denyAll())
                    .sandbox(SandboxPolicy.dangerFullAccess())
                    .build();
            try (AgentSession resumed = agent.resumeSession(session.id(), options)) {
                resumed.run("second");
            }

            List<String> texts = server.requests().get(1).inputTexts();
            assertThat(texts.subList(0, 4)).isEqualTo(server.requests().get(0).inputTexts());
            List<String> appended = texts.subList(texts.indexOf("first") + 2, texts.size());
            assertThat(appended).hasSize(4).last().isEqualTo("second");
            assertThat(appended.get(0)).contains("may read and change everything", "nobody is asked");
            assertThat(appended.get(1)).contains("new words").doesNotContain("old words");
            assertThat(appended.get(2)).contains("<network>full</network>");
            server.assertPrefixStable();
        }
    }

    @Test
    void filesThatAreGoneAreTakenBack() {
        workspace.file("AGENTS.md", "old words");
        server.respond(Sse.text("one")).respond(Sse.text("two")).respond(Sse.text("three"));
        try (Agent agent = inWorkspace().build()) {
            AgentSession session = agent.startSession();
            session.run("first");
            session.close();
            workspace.file("AGENTS.md", "");
            try (AgentSession resumed = agent.resumeSession(session.id())) {
                resumed.run("second");
                resumed.run("third");
            }

            assertThat(server.requests().get(2).inputTexts().stream().filter(text -> text.contains("AGENTS.md")))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("There are none any more.");
        }
    }

    @Test
    void withoutANamedFolderNoFileSpeaks() {
        server.respond(Sse.text("done"));
        try (Agent agent = agent().build()) {
            agent.run("hello");

            assertThat(agent.promptPreview().fragments().stream().map(PromptPreview.Fragment::kind))
                    .containsExactly("instructions", "permissions", "environment");
            assertThat(server.requests().get(0).inputTexts()).hasSize(3);
        }
    }

    @Test
    void aFolderNamedForTheSessionSpeaks() {
        workspace.file("AGENTS.md", "words");
        server.respond(Sse.text("done"));
        try (Agent agent = agent().build();
                AgentSession session = agent.startSession(SessionOptions.builder()
                        .workingDirectory(workspace.path())
                        .build())) {
            session.run("hello");

            assertThat(server.requests().get(0).inputTexts())
                    .contains("# AGENTS.md instructions for " + workspace.path()
                            + "\n\n<INSTRUCTIONS>\nwords\n</INSTRUCTIONS>");
        }
    }

    @Test
    void withoutToolsNothingNeedsAPermission() {
        server.respond(Sse.text("done"));
        try (Agent agent = Agent.builder()
                .discovery(Discovery.NONE)
                .endpoint(server.endpoint())
                .model(ScriptedModelServer.MODEL)
                .build()) {
            assertThat(agent.promptPreview().fragments().stream().map(PromptPreview.Fragment::kind))
                    .containsExactly("instructions", "environment");
        }
    }

    @Test
    void aCutFileIsToldToListenersAndInThePreview() {
        workspace.file("AGENTS.md", "x".repeat(40_000));
        server.respond(Sse.text("done"));
        try (Agent agent = inWorkspace().build()) {
            agent.run("hello");

            String notice = workspace.path("AGENTS.md")
                    + " was cut after 32768 of its 40000 bytes: project_doc_max_bytes is 32768. Shorten it.";
            assertThat(events.events().stream()
                            .filter(AgentEvent.Notice.class::isInstance)
                            .map(event -> ((AgentEvent.Notice) event).message()))
                    .containsExactly(notice);
            assertThat(agent.promptPreview().notices()).containsExactly(notice);
        }
    }

    @Test
    void instructionsComeFromAFileOrAResource() {
        workspace.file("prompt.md", "# From a file\n");
        try (Agent file = agent().instructionsFile(workspace.path("prompt.md")).build();
                Agent resource = agent().instructionsResource(ContextTest.class, "instructions-of-a-test.md")
                        .build()) {
            assertThat(file.promptPreview().fragments().get(0))
                    .isEqualTo(new PromptPreview.Fragment(
                            "instructions",
                            "system",
                            "# From a file\n",
                            List.of(workspace.path("prompt.md").toString())));
            assertThat(resource.promptPreview().fragments().get(0).text()).isEqualTo("# From a resource\n");
        }
    }

    @Test
    void instructionsThatAreNotThereAreNamed() {
        assertThatThrownBy(() ->
                        agent().instructionsFile(workspace.path("none.md")).build())
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContaining(workspace.path("none.md").toString());
        assertThatThrownBy(() -> agent().instructionsResource(ContextTest.class, "none.md")
                        .build())
                .isInstanceOf(AgentConfigurationException.class)
                .hasMessageContaining("no resource none.md beside " + ContextTest.class.getName());
    }
}
