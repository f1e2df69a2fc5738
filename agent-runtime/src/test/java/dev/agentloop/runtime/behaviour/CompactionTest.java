package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Compaction;
import dev.agentloop.ContextWindowExceededException;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnRequest;
import dev.agentloop.TurnStatus;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.TurnItem;
import dev.agentloop.model.ModelItem;
import dev.agentloop.runtime.store.MemorySessionStore;
import dev.agentloop.session.SessionId;
import dev.agentloop.tool.ToolOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A session that goes on and on stays within the model's window and remembers what it is about. */
@Timeout(120)
class CompactionTest {
    private static final int TURNS = 1000;
    private static final long WINDOW = 32_000;
    private static final String OUTPUT = "x".repeat(1024);
    private static final String TASK = "THE TASK: keep the ledger balanced, and never touch the archive.";

    private final MemorySessionStore store = new MemorySessionStore();
    private final List<TurnItem.ContextCompaction> compactions = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    static Stream<Arguments> failures() {
        int[] count = new int[1];
        return Stream.of(
                Arguments.of("none", (Predicate<String>) way -> false, Set.of("service_endpoint")),
                Arguments.of("the endpoint", (Predicate<String>) "service_endpoint"::equals, Set.of("service_stream")),
                Arguments.of(
                        "all of the service",
                        (Predicate<String>) way -> way.startsWith("service"),
                        Set.of("local_summary")),
                Arguments.of(
                        "each in turn",
                        (Predicate<String>) way -> count[0]++ % 3 != 2,
                        Set.of("service_endpoint", "service_stream", "local_summary")));
    }

    @ParameterizedTest(name = "fails: {0}")
    @MethodSource("failures")
    void aThousandTurnsStayWithinTheWindow(String name, Predicate<String> failing, Set<String> ways) {
        WindowedModel model = new WindowedModel(WINDOW, true).failing(failing);
        try (Agent agent = agent(model).build();
                AgentSession session = agent.startSession()) {
            assertThat(session.run(TASK).status()).isEqualTo(TurnStatus.COMPLETED);
            for (int turn = 2; turn <= TURNS; turn++) {
                assertThat(session.run("Step " + turn).finalMessage()).isEqualTo("Done.");
            }
        }
        assertThat(model.refused()).isZero();
        assertThat(model.requests()).hasSizeBetween(TURNS, 2 * TURNS);
        assertThat(model.requests().stream().filter(request -> !hasTheTask(request)))
                .isEmpty();
        assertThat(compactions)
                .hasSizeBetween(5, 60)
                .allSatisfy(compaction ->
                        assertThat(compaction.tokensAfter()).isLessThan(compaction.tokensBefore() * 6 / 10));
        assertThat(compactions.stream()
                        .map(TurnItem.ContextCompaction::strategy)
                        .collect(Collectors.toSet()))
                .isSubsetOf(ways);
        assertThat(everyCallHasItsOutput(model.requests())).isTrue();
    }

    @Test
    void aRequestThatIsTooLongIsShortenedAndAskedAgain() {
        WindowedModel model = new WindowedModel(4_000, false).failing(way -> way.startsWith("service"));
        try (Agent agent = agent(model).build();
                AgentSession session = agent.startSession()) {
            session.run(TASK);
            for (int turn = 2; turn <= 40; turn++) {
                assertThat(session.run("Step " + turn).finalMessage()).isEqualTo("Done.");
            }
        }
        assertThat(model.refused()).isPositive();
        assertThat(compactions).isNotEmpty();
        assertThat(model.requests().stream().filter(request -> !hasTheTask(request)))
                .isEmpty();
    }

    @Test
    void pinnedInputStaysAndOtherInputStaysWithinItsBudget() {
        WindowedModel model = new WindowedModel(WINDOW, true);
        SessionId id;
        try (Agent agent = agent(model)
                        .compaction(Compaction.builder().userMessageTokens(40).build())
                        .build();
                AgentSession session = agent.startSession()) {
            id = session.id();
            session.run(TASK);
            session.run(TurnRequest.builder()
                    .text("PINNED: the password of the archive is swordfish")
                    .pinned()
                    .build());
            for (int turn = 3; turn <= 12; turn++) {
                session.run("Step " + turn + " " + "y".repeat(20));
            }
            session.compact();
            session.run("last");
        }
        List<String> spoken = spoken(model.requests().get(model.requests().size() - 2));
        assertThat(spoken.subList(0, 2)).containsExactly(TASK, "PINNED: the password of the archive is swordfish");
        assertThat(spoken.subList(2, spoken.size())).containsExactly("Step 12 " + "y".repeat(20), "last");
        try (Agent agent = agent(model).build();
                AgentSession session = agent.resumeSession(id)) {
            session.compact();
            session.run("again");
        }
        assertThat(spoken(model.requests().get(model.requests().size() - 2)))
                .startsWith(TASK, "PINNED: the password of the archive is swordfish");
    }

    @Test
    void theFirstRequestAfterACompactionSendsTheShortHistoryAndTheNextContinuesIt() {
        WindowedModel model = new WindowedModel(WINDOW, true);
        try (Agent agent = agent(model).build();
                AgentSession session = agent.startSession()) {
            session.run(TASK);
            session.compact();
            session.run("go on");
        }
        List<ModelItem> first = model.requests().get(2);
        List<ModelItem> second = model.requests().get(3);
        assertThat(second.subList(0, first.size())).isEqualTo(first);
        assertThat(first.stream().filter(ModelItem.Hosted.class::isInstance)).hasSize(1);
        assertThat(first.stream().filter(ModelItem.Call.class::isInstance)).isEmpty();
    }

    @Test
    void whenNoWayWorksTheTurnGoesOnAndSaysSo() {
        WindowedModel model = new WindowedModel(2_000, true).failing(way -> true);
        try (Agent agent = agent(model)
                        .compaction(Compaction.builder().threshold(0.3).build())
                        .build();
                AgentSession session = agent.startSession()) {
            session.run(TASK);
            session.run("two");
            assertThat(session.run("three").finalMessage()).isEqualTo("Done.");
        }
        assertThat(compactions).isEmpty();
        assertThat(notices).contains("compaction.fallback", "compaction.failed");
    }

    @Test
    void aTaskThatFillsTheWindowByItselfFailsInsteadOfCompactingForEver() {
        WindowedModel model = new WindowedModel(2_000, true);
        try (Agent agent = agent(model).build();
                AgentSession session = agent.startSession()) {
            assertThatThrownBy(() -> session.run("z".repeat(12_000)))
                    .isInstanceOf(TurnFailedException.class)
                    .hasCauseInstanceOf(ContextWindowExceededException.class);
        }
    }

    @Test
    void onRequestNothingIsCompactedByItself() {
        WindowedModel model = new WindowedModel(2_000, true);
        try (Agent agent = agent(model).compaction(Compaction.onRequest()).build();
                AgentSession session = agent.startSession()) {
            assertThatThrownBy(() -> {
                        for (int turn = 1; turn <= 20; turn++) {
                            session.run("Step " + turn);
                        }
                    })
                    .isInstanceOf(TurnFailedException.class)
                    .hasCauseInstanceOf(ContextWindowExceededException.class);
        }
        assertThat(compactions).isEmpty();
    }

    private Agent.Builder agent(WindowedModel model) {
        return Agents.with(model)
                .instructions("Work.")
                .sessionStore(store)
                .tools(Agents.tool("work", (call, context) -> ToolOutput.text(OUTPUT)))
                .listener(event -> {
                    if (event instanceof AgentEvent.ItemCompleted completed
                            && completed.item() instanceof TurnItem.ContextCompaction compaction) {
                        compactions.add(compaction);
                    } else if (event instanceof AgentEvent.Notice notice) {
                        notices.add(notice.code());
                    }
                });
    }

    private static boolean hasTheTask(List<ModelItem> request) {
        return spoken(request).get(0).equals(TASK);
    }

    private static List<String> spoken(List<ModelItem> request) {
        return request.stream()
                .filter(item -> item instanceof ModelItem.Message message
                        && message.role() == ModelItem.Role.USER
                        && !message.id().isEmpty())
                .map(item -> ((ModelItem.Message) item).text())
                .toList();
    }

    private static boolean everyCallHasItsOutput(List<List<ModelItem>> requests) {
        return requests.stream().allMatch(request -> {
            List<String> calls = request.stream()
                    .filter(ModelItem.Call.class::isInstance)
                    .map(item -> ((ModelItem.Call) item).callId())
                    .toList();
            List<String> outputs = request.stream()
                    .filter(ModelItem.CallOutput.class::isInstance)
                    .map(item -> ((ModelItem.CallOutput) item).callId())
                    .toList();
            return calls.equals(outputs);
        });
    }
}
