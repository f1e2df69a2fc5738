package dev.agentloop.runtime.session;

import dev.agentloop.Compaction;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnId;
import dev.agentloop.TurnRequest;
import dev.agentloop.TurnResult;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.model.ReasoningEffort;
import dev.agentloop.runtime.approval.ApprovalState;
import dev.agentloop.runtime.approval.PolicyApprovalGate;
import dev.agentloop.runtime.approval.StandingAnswers;
import dev.agentloop.runtime.compaction.Compactor;
import dev.agentloop.runtime.context.ContextAssembler;
import dev.agentloop.runtime.event.EventHub;
import dev.agentloop.runtime.event.TurnEvents;
import dev.agentloop.runtime.history.History;
import dev.agentloop.runtime.history.ItemLog;
import dev.agentloop.runtime.history.PromptPrefix;
import dev.agentloop.runtime.history.TokenEstimate;
import dev.agentloop.runtime.history.WindowGauge;
import dev.agentloop.runtime.loop.TurnEnd;
import dev.agentloop.runtime.loop.TurnRecorder;
import dev.agentloop.runtime.loop.TurnRunner;
import dev.agentloop.runtime.loop.TurnSpec;
import dev.agentloop.runtime.sandbox.SessionSandbox;
import dev.agentloop.runtime.store.OpenTurn;
import dev.agentloop.runtime.store.SessionReader;
import dev.agentloop.runtime.store.StoreJournal;
import dev.agentloop.runtime.tool.CallContext;
import dev.agentloop.runtime.tool.ToolDispatcher;
import dev.agentloop.tool.JsonSchema;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Wires the turns of one session. */
final class TurnFactory {
    private final SessionSettings settings;
    private final SessionServices services;
    private final EventHub hub;
    private final History history;
    private final ItemLog items;
    private final WindowGauge gauge = new WindowGauge();
    private final PromptPrefix prefix;
    private final StoreJournal journal;
    private final ApprovalState approvals;
    private final SessionSandbox sandbox;
    private final ContextAssembler context;

    TurnFactory(
            SessionSettings settings,
            SessionServices services,
            EventHub hub,
            History history,
            ItemLog items,
            PromptPrefix prefix,
            StoreJournal journal,
            ApprovalState approvals,
            SessionSandbox sandbox) {
        this.settings = settings;
        this.services = services;
        this.hub = hub;
        this.history = history;
        this.items = items;
        this.prefix = prefix;
        this.journal = journal;
        this.approvals = approvals;
        this.sandbox = sandbox;
        this.context = new ContextAssembler(
                settings.promptContext(!services.toolSpecs().get().isEmpty(), services.clock()));
    }

    /** A turn that is ready to run, here or on a thread of its own. */
    final class Turn {
        private final ActiveTurn active;
        private final Runnable prelude;
        private final Supplier<TurnEnd> work;

        private final Optional<OpenTurn> leftOver;

        private Turn(ActiveTurn active, Runnable prelude, Supplier<TurnEnd> work, Optional<OpenTurn> leftOver) {
            this.active = active;
            this.leftOver = leftOver;
            this.prelude = prelude;
            this.work = work;
        }

        ActiveTurn active() {
            return active;
        }

        /** The turn that this one goes on with or gives up. */
        Optional<OpenTurn> leftOver() {
            return leftOver;
        }

        TurnResult run() {
            return active.execute(prelude, work);
        }

        TurnStream stream() {
            TurnEventStream stream = new TurnEventStream(
                    active.id(),
                    () -> active.signal().interrupt(dev.agentloop.runtime.loop.InterruptSignal.Reason.REQUESTED));
            active.signal().onCancel(stream::unblock);
            hub.add(stream);
            try {
                services.threads().start(() -> runInto(stream));
            } catch (RuntimeException | Error noThread) {
                hub.remove(stream);
                throw noThread;
            }
            return stream;
        }

        private void runInto(TurnEventStream stream) {
            try {
                stream.complete(active.execute(prelude, work));
            } catch (TurnFailedException failed) {
                stream.fail(failed);
            } catch (RuntimeException | Error unexpected) {
                stream.fail(unexpected);
                throw unexpected;
            } finally {
                hub.remove(stream);
            }
        }
    }

    /** @param leftOver a turn that was cut off and that nobody went on with; its calls are answered first */
    Turn newTurn(ActiveTurn.Owner owner, TurnRequest request, Optional<OpenTurn> leftOver) {
        TurnId id = new TurnId(services.ids().next("turn"));
        String model = request.model().orElse(settings.agent().model());
        Optional<ReasoningEffort> effort =
                request.effort().or(() -> settings.agent().effort());
        Optional<JsonSchema> schema = request.outputType()
                .<JsonSchema>map(services.outputs()::schemaOf)
                .or(request::outputSchema);
        return turn(
                owner,
                new TurnSpec(id, model, effort, schema),
                false,
                leftOver,
                recorder -> {
                    leftOver.ifPresent(this::giveUp);
                    recorder.answerAll();
                },
                runner -> runner.run(
                        () -> context.due(history.view(), new TurnEvents(hub, id)::notice),
                        request.input(),
                        request.pinned()));
    }

    /** Goes on with a turn. */
    Turn continued(ActiveTurn.Owner owner, OpenTurn left) {
        Turn turn = turn(
                owner, left.spec(), true, Optional.of(left), recorder -> {}, runner -> runner.resume(left.calls()));
        left.steered().forEach(turn.active().steering()::offer);
        return turn;
    }

    /** A turn that only replaces older history by a summary. */
    Turn compaction(ActiveTurn.Owner owner) {
        TurnSpec spec = new TurnSpec(
                new TurnId(services.ids().next("turn")),
                settings.agent().model(),
                settings.agent().effort(),
                Optional.empty());
        TurnRecorder recorder = recorder(spec.id());
        ActiveTurn active = active(owner, spec, false, recorder);
        active.steering().close(); // the only request of this turn has no place for input
        HistoryWindow window = window(spec, recorder, active);
        return new Turn(
                active, recorder::answerAll, () -> new CompactionTurn(window).run(active.signal()), Optional.empty());
    }

    private ActiveTurn active(ActiveTurn.Owner owner, TurnSpec spec, boolean continued, TurnRecorder recorder) {
        return new ActiveTurn(
                spec,
                continued,
                items.size(),
                owner,
                recorder,
                services.deadlines(),
                settings.limits().turnTimeout());
    }

    private Turn turn(
            ActiveTurn.Owner owner,
            TurnSpec spec,
            boolean continued,
            Optional<OpenTurn> leftOver,
            Consumer<TurnRecorder> prelude,
            Function<TurnRunner, TurnEnd> work) {
        TurnId id = spec.id();
        approvals.open(id);
        TurnRecorder recorder = recorder(id);
        ActiveTurn active = active(owner, spec, continued, recorder);
        StandingAnswers standing =
                new StandingAnswers(settings.approvalPolicy(), sandbox::policy, services.execRules());
        PolicyApprovalGate gate = new PolicyApprovalGate(
                settings.id(),
                id,
                new PolicyApprovalGate.Rules(
                        standing, settings.approvalHandler(), settings.limits().approvalTimeout()),
                approvals,
                recorder.journal(),
                recorder.events(),
                services.threads(),
                services.ids(),
                active.signal());
        CallServices calls = new CallServices(settings, services, sandbox, standing, gate);
        ToolDispatcher tools = new ToolDispatcher(new ToolDispatcher.Wiring(
                services.tools(),
                services.checks(),
                gate,
                recorder,
                (invocation, signal, turnRecorder) -> new CallContext(calls, invocation, signal, turnRecorder),
                services.threads(),
                services.deadlines(),
                settings.limits()));
        SessionModelCaller caller =
                new SessionModelCaller(services.model(), history, () -> requestHead(spec), prefix, services.onAnswer());
        TurnRunner runner = new TurnRunner(
                settings.id(),
                spec,
                new TurnRunner.Seams(caller, tools, recorder, window(spec, recorder, active), services.ids()),
                settings.limits(),
                active.signal(),
                active.steering());
        return new Turn(active, () -> prelude.accept(recorder), () -> work.apply(runner), leftOver);
    }

    private HistoryWindow window(TurnSpec spec, TurnRecorder recorder, ActiveTurn active) {
        Compaction compaction = settings.agent().compaction();
        long window = services.provider().info(spec.model()).contextWindowTokens();
        Compactor compactor =
                new Compactor(compaction, services.provider(), services.model(), () -> requestHead(spec), window);
        long limit = window == 0 ? Long.MAX_VALUE : (long) (window * compaction.threshold());
        return new HistoryWindow(
                new HistoryWindow.Parts(
                        compactor,
                        history,
                        gauge,
                        prefix,
                        services.ids(),
                        !Double.isInfinite(compaction.threshold()),
                        limit,
                        headTokens()),
                recorder,
                active.signal());
    }

    private long headTokens() {
        return TokenEstimate.of(settings.agent().instructions().text())
                + services.toolSpecs().get().stream()
                        .mapToLong(tool -> TokenEstimate.of(
                                tool.description() + tool.inputSchema().json()))
                        .sum();
    }

    private ModelRequest.Builder requestHead(TurnSpec spec) {
        return ModelRequest.builder(spec.model())
                .instructions(settings.agent().instructions().text())
                .tools(services.toolSpecs().get())
                .hostedTools(settings.agent().hostedTools())
                .effort(spec.effort())
                .outputSchema(spec.outputSchema())
                .cacheKey(settings.cacheKey().value());
    }

    /** Ends a turn that nobody goes on with: the model is told that its calls have no outcome. */
    void giveUp(OpenTurn left) {
        TurnRecorder recorder = recorder(left.id());
        recorder.giveUp(left.calls());
        recorder.journal().turnEnded("interrupted");
    }

    private TurnRecorder recorder(TurnId turn) {
        return new TurnRecorder(journal.turn(turn), history, items, new TurnEvents(hub, turn));
    }

    /** The turn that waits, as the store has it: what a restart would find. */
    Optional<OpenTurn> readOpenTurn() {
        return new SessionReader(services.store()).read(settings.id()).openTurn();
    }

    TurnResult result(ActiveTurn turn, TurnStatus status, TurnEnd end) {
        return new DefaultTurnResult(
                turn.id(),
                status,
                end.finalMessage(),
                items.from(turn.firstItem()),
                end.usage(),
                turn.outputSchema(),
                services.outputs()::problem);
    }
}
