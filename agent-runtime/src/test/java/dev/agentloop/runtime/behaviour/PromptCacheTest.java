package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.Discovery;
import dev.agentloop.LimitExceededException;
import dev.agentloop.PriceTable;
import dev.agentloop.TokenUsage;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnId;
import dev.agentloop.TurnRequest;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.PrefixBreak;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.history.PromptPrefix;
import dev.agentloop.session.ForkPoint;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a prompt cache sees of a session, and what a turn may cost. */
@Timeout(60)
class PromptCacheTest {
    private final List<AgentEvent.UsageUpdated> updates = new ArrayList<>();

    @Test
    void cachedAndUncachedTokensAreReportedWithEachAnswerAndTurn() {
        List<TokenUsage> turns = new ArrayList<>();
        try (ScriptedModelServer server = ScriptedModelServer.start();
                Agent agent = Agent.builder()
                        .discovery(Discovery.NONE)
                        .endpoint(server.endpoint())
                        .model(ScriptedModelServer.MODEL)
                        .listener(event -> {
                            if (event instanceof AgentEvent.TurnCompleted completed) {
                                turns.add(completed.usage());
                            }
                        })
                        .build();
                AgentSession session = agent.startSession()) {
            server.respond(Sse.text("a1"), Sse.usage(100, 0, 5, 0));
            server.respond(Sse.text("a2"), Sse.usage(120, 96, 5, 0));
            session.run("q1");
            session.run("q2");
        }
        assertThat(turns).extracting(TokenUsage::cachedInputTokens).containsExactly(0L, 96L);
        assertThat(turns).extracting(TokenUsage::uncachedInputTokens).containsExactly(100L, 24L);
    }

    @Test
    void aSessionThatGoesOnKeepsItsPrefixUntilSomethingIsTakenBackOrTheModelChanges() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().text("a1").text("a2").text("a3").text("a4");
        try (Agent agent = Agents.with(model).listener(this::note).build();
                AgentSession session = agent.startSession()) {
            TurnId first = session.run("q1").turnId();
            session.run("q2");
            session.rollBack(ForkPoint.afterTurn(first));
            session.run("q3");
            session.run(TurnRequest.builder().text("q4").model("another").build());
        }
        int kept = model.requests().get(0).input().size() + 1;
        assertThat(updates)
                .extracting(AgentEvent.UsageUpdated::prefixBreak)
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new PrefixBreak("item " + (kept + 1), "the end of the session was taken back")),
                        Optional.of(new PrefixBreak(
                                "model", "each model has a cache of its own; scripted was asked before")));
    }

    @Test
    void aCompactionIsNamedAsTheReason() {
        WindowedModel model = new WindowedModel(32_000, true);
        try (Agent agent = Agents.with(model).listener(this::note).build();
                AgentSession session = agent.startSession()) {
            session.run("q1");
            session.compact();
            session.run("q2");
        }
        assertThat(updates.stream()
                        .flatMap(update -> update.prefixBreak().stream())
                        .map(PrefixBreak::reason))
                .containsExactly("the history was compacted");
    }

    @Test
    void theFirstToolThatDiffersIsNamed() {
        ToolSpec a = Agents.spec("a").build();
        ToolSpec b = Agents.spec("b").build();
        ToolSpec changed = Agents.spec("b").description("another").build();

        assertThat(afterwards(List.of(a, b), List.of(Agents.spec("a").build(), b)))
                .isEmpty();
        assertThat(afterwards(List.of(a), List.of(a, b))).contains(new PrefixBreak("tool b", "the tool is new"));
        assertThat(afterwards(List.of(a, b), List.of(a))).contains(new PrefixBreak("tool b", "the tool is gone"));
        assertThat(afterwards(List.of(a, b), List.of(a, changed)))
                .contains(new PrefixBreak("tool b", "the tool is new, or changed its description or schema"));
    }

    private static Optional<PrefixBreak> afterwards(List<ToolSpec> before, List<ToolSpec> now) {
        PromptPrefix prefix = new PromptPrefix();
        prefix.sent(request(before));
        return prefix.sent(request(now));
    }

    private static ModelRequest request(List<ToolSpec> tools) {
        return ModelRequest.builder("m")
                .tools(tools)
                .input(List.of(ModelItem.Message.of(ModelItem.Role.USER, "q")))
                .build();
    }

    @Test
    void aTurnThatCostsTooMuchEndsBeforeItsNextRequest() {
        PriceTable prices = PriceTable.of(
                Map.of("scripted", new PriceTable.Price(new BigDecimal("10"), BigDecimal.ONE, new BigDecimal("30"))));
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "echo", "{}").text("never asked");
        try (Agent agent = Agents.with(model)
                        .tools(Agents.echo())
                        .limits(limits -> limits.maxCost(new BigDecimal("0.000001"), prices))
                        .build();
                AgentSession session = agent.startSession()) {
            assertThatThrownBy(() -> session.run("go"))
                    .isInstanceOf(TurnFailedException.class)
                    .cause()
                    .isInstanceOfSatisfying(LimitExceededException.class, tooDear -> {
                        assertThat(tooDear.limit()).isEqualTo(LimitExceededException.Limit.COST);
                        assertThat(tooDear.allowed()).isEqualTo(1);
                        assertThat(tooDear.used()).isGreaterThan(1);
                    });
        }
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void costsFollowThePricesOfTheLongestNameThatFits() {
        PriceTable prices = PriceTable.of(Map.of(
                "gpt", new PriceTable.Price(BigDecimal.TEN, BigDecimal.ONE, BigDecimal.TEN),
                "gpt-5.5", new PriceTable.Price(new BigDecimal("2"), new BigDecimal("0.2"), new BigDecimal("8"))));
        TokenUsage usage = new TokenUsage(1_000_000, 400_000, 0, 100_000, 0);

        assertThat(prices.cost("gpt-5.5-mini", usage))
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("2.08"));
        assertThat(prices.cost("claude", usage)).isEmpty();
    }

    @Test
    void aModelWithoutAPriceEndsTheTurn() {
        try (Agent agent = Agents.with(ScriptedModelProvider.script().text("a1"))
                        .limits(limits -> limits.maxCost(BigDecimal.ONE, PriceTable.of(Map.of())))
                        .build();
                AgentSession session = agent.startSession()) {
            assertThatThrownBy(() -> session.run("go"))
                    .isInstanceOf(TurnFailedException.class)
                    .hasMessageContaining("there is no price for model scripted");
        }
    }

    private void note(AgentEvent event) {
        if (event instanceof AgentEvent.UsageUpdated update) {
            updates.add(update);
        }
    }
}
