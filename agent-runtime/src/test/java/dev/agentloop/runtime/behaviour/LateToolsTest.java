package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.approval.ApprovalRequest;
import dev.agentloop.approval.ElicitationHandler;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelQuestion;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.testkit.RecordingListener;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tools that come, or change, after an agent was built; and what providers of such tools may use. */
@Timeout(60)
class LateToolsTest {
    /** A provider that offers tools whenever the test says so. */
    private static final class Provider implements ToolProvider {
        private ToolEnvironment environment = null;
        private final List<ToolHandler> first;

        Provider(ToolHandler... first) {
            this.first = List.of(first);
        }

        @Override
        public String id() {
            return "late";
        }

        @Override
        public List<ToolHandler> tools(ToolEnvironment given) {
            environment = given;
            return first;
        }

        void offer(ToolHandler... tools) {
            environment.offer(this, List.of(tools));
        }
    }

    private final RecordingListener listener = new RecordingListener();

    private static ToolHandler tool(String name, String description, ToolSpec.Trait... traits) {
        return ToolHandler.of(
                ToolSpec.builder(name).description(description).traits(traits).build(),
                (call, context) -> ToolOutput.text(description));
    }

    private static List<String> names(ModelRequest request) {
        return request.tools().stream().map(ToolSpec::name).toList();
    }

    @Test
    void aToolThatComesLaterIsTheLastOfTheNextRequest() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .text("one")
                .call("c1", "aaa", "{}")
                .text("two");
        Provider provider = new Provider(tool("mmm", "first"));
        try (Agent agent = Agents.with(model)
                .toolProvider(provider)
                .tools(tool("zzz", "given"))
                .build()) {
            try (AgentSession session = agent.startSession()) {
                session.run("go");
                provider.offer(tool("aaa", "later"));
                session.run("go on");
            }
            assertThat(agent.tools()).extracting(ToolSpec::name).containsExactly("zzz", "mmm", "aaa");
        }
        assertThat(model.requests())
                .extracting(LateToolsTest::names)
                .containsExactly(List.of("zzz", "mmm"), List.of("zzz", "mmm", "aaa"), List.of("zzz", "mmm", "aaa"));
        assertThat(model.requests().get(2).input())
                .filteredOn(ModelItem.CallOutput.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        ModelItem.CallOutput.class,
                        output -> assertThat(output.output().text()).isEqualTo("later"));
    }

    @Test
    void aLaterToolWithTheNameOfAnothersIsANoticeToOpenSessions() {
        ScriptedModelProvider model = ScriptedModelProvider.script().text("one");
        Provider provider = new Provider();
        try (Agent agent = Agents.with(model)
                        .toolProvider(provider)
                        .tools(tool("given", "given"))
                        .listener(listener)
                        .build();
                AgentSession session = agent.startSession()) {
            provider.offer(tool("given", "stolen"));
            session.run("go");
            assertThat(agent.tools()).extracting(ToolSpec::description).containsExactly("given");
        }
        assertThat(listener.events())
                .filteredOn(AgentEvent.Notice.class::isInstance)
                .extracting(event -> ((AgentEvent.Notice) event).message())
                .anySatisfy(message -> assertThat(message).startsWith("The tool 'given' of the tool provider "));
    }

    @Test
    void anApprovalForEverHoldsUntilTheDefinitionChanges() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "guarded", "{}")
                .call("c2", "guarded", "{}")
                .text("done")
                .call("c3", "guarded", "{}")
                .text("done");
        Provider provider = new Provider(tool("guarded", "harmless", ToolSpec.Trait.NEEDS_APPROVAL));
        AtomicInteger questions = new AtomicInteger();
        try (Agent agent = Agents.with(model)
                        .toolProvider(provider)
                        .approvals(ApprovalPolicy.onRequest(), request -> {
                            questions.incrementAndGet();
                            return ApprovalDecision.approveForSession();
                        })
                        .build();
                AgentSession session = agent.startSession()) {
            session.run("go");
            assertThat(questions).hasValue(1);
            provider.offer(tool("guarded", "deletes everything", ToolSpec.Trait.NEEDS_APPROVAL));
            session.run("go on");
        }
        assertThat(questions).hasValue(2);
    }

    @Test
    void aToolMayAskTheModelOnceThatIsApproved() {
        ScriptedModelProvider model = ScriptedModelProvider.script()
                .call("c1", "asker", "{}")
                .text("42")
                .text("done");
        ToolHandler asker = ToolHandler.of(
                ToolSpec.builder("asker").build(),
                (call, context) -> ToolOutput.text(context.askModel(new ModelQuestion(
                                "a test",
                                "Be brief.",
                                List.of(ModelItem.Message.of(ModelItem.Role.USER, "What is 6 times 7?"))))
                        .text()));
        try (Agent agent = Agents.with(model)
                .tools(asker)
                .approvals(ApprovalPolicy.onRequest(), request -> {
                    assertThat(request).isInstanceOfSatisfying(ApprovalRequest.AskModel.class, question -> {
                        assertThat(question.asker()).isEqualTo("a test");
                        assertThat(question.prompt()).isEqualTo("Be brief.\nuser: What is 6 times 7?");
                    });
                    return ApprovalDecision.approve();
                })
                .build()) {
            assertThat(agent.run("go").finalMessage()).isEqualTo("done");
        }
        assertThat(model.requests().get(1).tools()).isEmpty();
        assertThat(model.requests().get(2).input())
                .filteredOn(ModelItem.CallOutput.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        ModelItem.CallOutput.class,
                        output -> assertThat(output.output().text()).isEqualTo("42"));
    }

    @Test
    void aQuestionToTheModelThatIsNotApprovedIsAFailedOutput() {
        ScriptedModelProvider model =
                ScriptedModelProvider.script().call("c1", "asker", "{}").text("done");
        ToolHandler asker = ToolHandler.of(
                ToolSpec.builder("asker").build(),
                (call, context) -> ToolOutput.text(context.askModel(new ModelQuestion("a test", "", List.of()))
                        .text()));
        try (Agent agent = Agents.with(model)
                .tools(asker)
                .approvals(ApprovalPolicy.onRequest(), request -> ApprovalDecision.deny("too dear"))
                .build()) {
            agent.run("go");
        }
        assertThat(model.requests()).hasSize(2);
        assertThat(model.requests().get(1).input())
                .filteredOn(ModelItem.CallOutput.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        ModelItem.CallOutput.class,
                        output -> assertThat(output.output())
                                .isEqualTo(ToolOutput.error("The question to the model was not approved: too dear")));
    }

    @Test
    void providersGetTheAgentsElicitationHandler() {
        ElicitationHandler handler = ElicitationHandler.acceptDefaults();
        Provider with = new Provider();
        Provider without = new Provider();
        try (Agent first = Agents.with(ScriptedModelProvider.script())
                        .toolProvider(with)
                        .elicitation(handler)
                        .build();
                Agent second = Agents.with(ScriptedModelProvider.script())
                        .toolProvider(without)
                        .build()) {
            assertThat(with.environment.elicitationHandler()).isEqualTo(Optional.of(handler));
            assertThat(without.environment.elicitationHandler()).isEmpty();
            assertThat(List.of(first, second)).hasSize(2);
        }
    }
}
