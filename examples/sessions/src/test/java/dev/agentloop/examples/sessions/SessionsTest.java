package dev.agentloop.examples.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.jdbc.JdbcSessionStore;
import dev.agentloop.testkit.ScriptedModelProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    @TempDir
    Path folder;

    private final ScriptedModelProvider model = ScriptedModelProvider.script();
    private JdbcSessionStore store;

    @BeforeEach
    void open() {
        store = JdbcSessionStore.open(folder.resolve("sessions.db"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aSessionIsKeptResumedAndMoved() throws Exception {
        model.text("Noted.").text("Blue.");
        SessionId id = Sessions.keep(builder(), store);
        assertThat(Sessions.resume(builder(), store, id)).isEqualTo("Blue.");
        Sessions.list(store);
        Sessions.follow(store, id);
        try (JdbcSessionStore other = JdbcSessionStore.open(folder.resolve("other.db"))) {
            Sessions.move(store, id, folder.resolve("session.jsonl"), other);
            assertThat(other.read(id, 1, 1000)).isEqualTo(store.read(id, 1, 1000));
        }
    }

    @Test
    void sessionsAreForkedTakenBackAndPutInOrder() {
        model.text("Done.")
                .text("Done.")
                .text("Done.")
                .text("The blue door is done.")
                .text("All is blue.");
        try (Agent agent = Sessions.watchTheCache(Sessions.budget(builder()))
                        .sessionStore(store)
                        .build();
                AgentSession session = agent.startSession();
                AgentSession old = agent.startSession()) {
            SessionId branch = Sessions.fork(agent, session);
            Sessions.rollBack(old);
            assertThat(old.snapshot().items()).hasSize(2);
            List<SearchHit> hits = Sessions.keepOrder(store, branch, old.id());
            assertThat(hits).extracting(hit -> hit.session().id()).containsExactly(old.id());
        }
        assertThat(store.list(SessionQuery.newest(9)).sessions())
                .extracting(row -> row.metadata().label())
                .containsExactly("the blue door", "");
    }

    @Test
    void pinnedInputIsAnOrdinaryTurnAndALocalModelNeedsItsWindowOnly() {
        model.text("I will not.");
        try (Agent agent = builder().build();
                AgentSession session = agent.startSession();
                Agent local = Sessions.compaction().build()) {
            Sessions.pin(session);
            assertThat(session.snapshot().items()).hasSize(2);
            assertThat(local.tools()).isEqualTo(agent.tools());
        }
    }

    @Test
    void thePageShowsThisCode() throws IOException {
        String code = Files.readString(Path.of("src/main/java/dev/agentloop/examples/sessions/Sessions.java"));
        String page = Files.readString(Path.of("../../docs/sessions.md"));
        List<String> blocks = Arrays.stream(page.split("```java\n"))
                .skip(1)
                .map(block -> block.substring(0, block.indexOf("```")))
                .toList();
        assertThat(blocks)
                .hasSizeGreaterThan(8)
                .allSatisfy(block -> assertThat(code).contains(block));
    }

    private Agent.Builder builder() {
        return Agent.builder().modelProvider(model).model("gpt-5.5");
    }
}
