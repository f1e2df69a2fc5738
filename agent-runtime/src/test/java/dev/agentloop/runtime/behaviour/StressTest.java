package dev.agentloop.runtime.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.AgentSession;
import dev.agentloop.SessionOptions;
import dev.agentloop.TurnFailedException;
import dev.agentloop.TurnStatus;
import dev.agentloop.TurnStream;
import dev.agentloop.UserInput;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.session.SessionId;
import dev.agentloop.testkit.ScriptedModelProvider;
import dev.agentloop.testkit.Sse;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sessions that are disturbed at random moments; what is promised of each holds all the same. */
@Timeout(60)
class StressTest {
    private static final int SESSIONS = 12;
    private static final Duration LENGTH = Duration.ofSeconds(3);

    private final Map<SessionId, List<AgentEvent>> events = new ConcurrentHashMap<>();
    private final Collection<String> badRequests = new ConcurrentLinkedQueue<>();
    private final AtomicLong callIds = new AtomicLong();
    private final AtomicInteger turns = new AtomicInteger();

    @Test
    void onTheDefaultThreads() throws Exception {
        run(null);
        assertNoThreadStays("agentloop-");
    }

    @Test
    void onThreadsOfTheApplication() throws Exception {
        AtomicInteger number = new AtomicInteger();
        run(task -> {
            Thread thread = new Thread(task, "stress-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        assertNoThreadStays("stress-");
        assertNoThreadStays("agentloop-");
    }

    private void run(ThreadFactory factory) throws Exception {
        ScriptedModelProvider model = ScriptedModelProvider.script().otherwise(this::answer);
        Agent.Builder builder = Agents.with(model)
                .tools((Object[]) tools())
                .approvals(ApprovalPolicy.onRequest(), request -> {
                    pause(2);
                    return switch (ThreadLocalRandom.current().nextInt(4)) {
                        case 0 -> ApprovalDecision.deny("no");
                        case 1 -> ApprovalDecision.deferred();
                        case 2 -> ApprovalDecision.abortTurn();
                        default -> ApprovalDecision.approve();
                    };
                })
                .limits(limits ->
                        limits.maxSamples(6).toolTimeout(Duration.ofMillis(20)).parallelToolCalls(3))
                .listenerFactory(session -> recorder(session))
                .listener(event -> {
                    if (ThreadLocalRandom.current().nextInt(200) == 0) {
                        throw new IllegalStateException("a broken listener");
                    }
                });
        if (factory != null) {
            builder.threads(factory);
        }
        ExecutorService users = Executors.newCachedThreadPool();
        try (Agent agent = builder.build()) {
            long end = System.nanoTime() + LENGTH.toNanos();
            List<Future<?>> all = new ArrayList<>();
            for (int user = 0; user < SESSIONS; user++) {
                long seed = 7919L * user;
                all.add(users.submit(() -> use(agent, end, new Random(seed))));
            }
            for (Future<?> one : all) {
                one.get(40, TimeUnit.SECONDS);
            }
        } finally {
            users.shutdownNow();
        }
        assertThat(badRequests).isEmpty();
        assertThat(turns.get()).isGreaterThan(SESSIONS);
        events.forEach(StressTest::assertWellFormed);
    }

    private Void use(Agent agent, long end, Random random) throws Exception {
        while (System.nanoTime() < end) {
            AgentSession session = agent.startSession(SessionOptions.ofDefaults());
            for (int turn = 0; turn < 5 && System.nanoTime() < end; turn++) {
                turn(session, random);
                turns.incrementAndGet();
            }
            if (random.nextBoolean()) {
                TurnStream running = session.stream("closed while it runs");
                pause(random.nextInt(5));
                session.close();
                await(running);
            } else {
                session.close();
            }
        }
        return null;
    }

    private static void turn(AgentSession session, Random random) {
        TurnStream stream = session.stream("go");
        int disturbance = random.nextInt(6);
        if (disturbance == 0) {
            pause(random.nextInt(8));
            session.interrupt();
        } else if (disturbance == 1) {
            session.steer(UserInput.text("and this"));
            session.steer(UserInput.text("and that"));
        } else if (disturbance == 2) {
            int seen = 0;
            for (AgentEvent event : stream) {
                if (++seen == 5) {
                    break;
                }
            }
            stream.close();
        } else if (disturbance == 3) {
            stream.forEach(event -> {});
        }
        if (!await(stream)) {
            return;
        }
        if (random.nextBoolean()) {
            session.interrupt();
            return;
        }
        while (!session.pendingApprovals().isEmpty()) {
            session.pendingApprovals().forEach(question -> session.answer(question.id(), ApprovalDecision.approve()));
            await(session.continueTurn());
        }
    }

    /** @return whether the turn waits for answers */
    private static boolean await(TurnStream stream) {
        try {
            return stream.await().status() == TurnStatus.SUSPENDED;
        } catch (TurnFailedException tooManySamples) {
            return false;
        }
    }

    private List<Sse> answer(ModelRequest request) {
        checkAnswered(request);
        Random random = ThreadLocalRandom.current();
        List<Sse> words = new ArrayList<>();
        words.add(Sse.deltas("some ", "words ", "in ", "pieces"));
        int calls = random.nextInt(4);
        String[] names = {"quick", "slow", "failing", "guarded", "alone", "unknown"};
        for (int call = 0; call < calls; call++) {
            words.add(Sse.call("c" + callIds.incrementAndGet(), names[random.nextInt(names.length)], "{}"));
        }
        if (random.nextInt(12) == 0) {
            words.add(Sse.failed("invalid_prompt", "the service does not like it"));
        }
        return words;
    }

    private void checkAnswered(ModelRequest request) {
        Map<String, Integer> outputs = new HashMap<>();
        for (ModelItem item : request.input()) {
            if (item instanceof ModelItem.Call call) {
                outputs.merge(call.callId(), 0, Integer::sum);
            } else if (item instanceof ModelItem.CallOutput output) {
                outputs.merge(output.callId(), 1, Integer::sum);
            }
        }
        outputs.forEach((call, count) -> {
            if (count != 1) {
                badRequests.add(call + " has " + count + " outputs in " + request.input());
            }
        });
    }

    private static ToolHandler[] tools() {
        return new ToolHandler[] {
            Agents.tool(
                    "quick",
                    (call, context) -> {
                        context.emitOutput("at work");
                        return ToolOutput.text("quick");
                    },
                    ToolSpec.Trait.PARALLEL_SAFE),
            Agents.tool(
                    "slow",
                    (call, context) -> {
                        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(40));
                        context.emitOutput("still at work");
                        return ToolOutput.text("slow");
                    },
                    ToolSpec.Trait.PARALLEL_SAFE),
            Agents.tool(
                    "failing",
                    (call, context) -> {
                        throw new IllegalStateException("a broken tool");
                    },
                    ToolSpec.Trait.PARALLEL_SAFE),
            Agents.tool(
                    "guarded",
                    (call, context) -> ToolOutput.text("guarded"),
                    ToolSpec.Trait.NEEDS_APPROVAL,
                    ToolSpec.Trait.PARALLEL_SAFE),
            Agents.tool("alone", (call, context) -> ToolOutput.text("alone"))
        };
    }

    private EventListener recorder(SessionId session) {
        List<AgentEvent> seen = new CopyOnWriteArrayList<>();
        events.put(session, seen);
        return event -> {
            seen.add(event);
            if (ThreadLocalRandom.current().nextInt(500) == 0) {
                pause(3);
            }
        };
    }

    private static void assertWellFormed(SessionId session, List<AgentEvent> events) {
        boolean running = false;
        for (int index = 0; index < events.size(); index++) {
            AgentEvent event = events.get(index);
            assertThat(event.sequence()).isEqualTo(index + 1);
            if (event instanceof AgentEvent.TurnStarted) {
                assertThat(running).as("%s: a turn in a turn", session).isFalse();
                running = true;
            } else if (event instanceof AgentEvent.TurnCompleted || event instanceof AgentEvent.TurnFailed) {
                assertThat(running).as("%s: a turn ends twice", session).isTrue();
                running = false;
            } else if (event.turnId().isPresent()) {
                assertThat(running).as("%s: %s outside a turn", session, event).isTrue();
            }
        }
        assertThat(running).as("%s: a turn without end", session).isFalse();
    }

    private static void assertNoThreadStays(String prefix) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        List<String> alive = alive(prefix);
        while (!alive.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
            alive = alive(prefix);
        }
        assertThat(alive).isEmpty();
    }

    private static List<String> alive(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
