package dev.agentloop.examples.sessions;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Compaction;
import dev.agentloop.PriceTable;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnId;
import dev.agentloop.TurnRequest;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.session.SearchHit;
import dev.agentloop.session.SessionId;
import dev.agentloop.session.SessionQuery;
import dev.agentloop.session.SessionSummary;
import dev.agentloop.session.SessionTransfer;
import dev.agentloop.session.jdbc.JdbcSessionStore;
import dev.agentloop.session.jdbc.SessionTail;
import dev.agentloop.spi.SessionStore;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What can be done with sessions, a method for each. */
public final class Sessions {
    private Sessions() {}

    /** Needs a key in the environment variable {@code OPENAI_API_KEY}. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of("sessions.db");
        try (SessionStore store = JdbcSessionStore.open(file)) {
            SessionId id = keep(Agent.builder().model("gpt-5.5"), store);
            resume(Agent.builder().model("gpt-5.5"), store, id);
            list(store);
        }
    }

    static SessionId keep(Agent.Builder builder, SessionStore store) {
        try (Agent agent = builder.sessionStore(store).build();
                AgentSession session = agent.startSession()) {
            session.run("The colour is blue.");
            return session.id();
        }
    }

    static String resume(Agent.Builder builder, SessionStore store, SessionId id) {
        try (Agent agent = builder.sessionStore(store).build();
                AgentSession session = agent.resumeSession(id)) {
            return session.run("Which colour?").finalMessage();
        }
    }

    static SessionId fork(Agent agent, AgentSession session) {
        TurnId first = session.run("Paint the door.").turnId();
        session.run("Paint the windows, too.");
        try (AgentSession branch =
                agent.forkSession(session.id(), ForkPoint.afterTurn(first), SessionOptions.ofDefaults())) {
            branch.run("Paint the roof instead.");
            return branch.id();
        }
    }

    static void rollBack(AgentSession session) {
        TurnId first = session.run("Paint the door.").turnId();
        session.run("Paint everything.");
        session.rollBack(ForkPoint.afterTurn(first));
    }

    static void list(SessionStore store) {
        for (SessionSummary row : store.list(SessionQuery.newest(20)).sessions()) {
            System.out.println(
                    row.id() + " " + row.metadata().label() + " " + row.usage().totalTokens());
        }
    }

    static List<SearchHit> keepOrder(SessionStore store, SessionId id, SessionId old) {
        store.rename(id, "the blue door");
        store.archive(old, Instant.now());
        return store.search("blue door", 10);
    }

    static void move(SessionStore store, SessionId id, Path file, SessionStore other) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            SessionTransfer.exportTo(store, id, out);
        }
        try (Reader in = Files.newBufferedReader(file)) {
            SessionTransfer.importFrom(other, in);
        }
    }

    static Agent.Builder compaction() {
        ModelEndpoint endpoint = ModelEndpoint.responses(URI.create("http://localhost:11434/v1"))
                .model(ModelInfo.unknown("local-model").withContextWindow(32_000))
                .build();
        return Agent.builder()
                .endpoint(endpoint)
                .model("local-model")
                .compaction(Compaction.builder().threshold(0.8).build());
    }

    static void pin(AgentSession session) {
        session.run(
                TurnRequest.builder().text("Never touch the archive.").pinned().build());
    }

    static Agent.Builder watchTheCache(Agent.Builder builder) {
        return builder.listener(EventListener.router().on(AgentEvent.UsageUpdated.class, event -> {
            System.out.println(event.usage().cachedInputTokens() + " cached, "
                    + event.usage().uncachedInputTokens() + " read anew");
            event.prefixBreak().ifPresent(found -> System.out.println(found.place() + ": " + found.reason()));
        }));
    }

    static Agent.Builder budget(Agent.Builder builder) {
        PriceTable prices = PriceTable.of(Map.of(
                "gpt-5.5",
                new PriceTable.Price(new BigDecimal("1.25"), new BigDecimal("0.125"), new BigDecimal("10"))));
        return builder.limits(limits -> limits.maxCost(new BigDecimal("0.50"), prices)
                .maxTokens(200_000)
                .maxToolCalls(100)
                .turnTimeout(Duration.ofMinutes(10)));
    }

    static void follow(JdbcSessionStore store, SessionId id) throws InterruptedException {
        try (SessionTail tail = store.tail(id, 1)) {
            tail.await(Duration.ofSeconds(10)).forEach(record -> System.out.println(record.type()));
        }
    }
}
