package dev.agentloop.checks.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.Agent;
import dev.agentloop.approval.ApprovalDecision;
import dev.agentloop.approval.ApprovalPolicy;
import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.session.jdbc.JdbcSessionStore;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.TempWorkspace;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fifty users share one agent for minutes, with a real store, real commands in the sandbox and a service that fails now
 * and then. In rounds: after each all sessions are closed, and what the process then holds must not grow.
 *
 * <p>{@code -Dagentloop.soak.seconds=N} makes it shorter or longer, {@code -Dagentloop.soak.seed=N} repeats a run.
 */
@Tag("soak")
class SoakTest {
    private static final int USERS = 50;
    private static final int ROUNDS = 8;
    private static final int SECONDS = Integer.getInteger("agentloop.soak.seconds", 240);
    private static final long SEED = Long.getLong("agentloop.soak.seed", System.nanoTime());

    /** Rounds in which pools fill and classes load. */
    private static final int WARM_UP = 2;

    /** Idle connections that pools keep: five of the client's, each with its two ends in this process. */
    private static final int POOLED_FILES = 12;

    /** One for the turn of each user and for each of its parallel calls, and the server's for each connection. */
    private static final int POOLED_THREADS = 6 * USERS;

    private static final int THREAD_NOISE = 2;
    private static final long HEAP_NOISE_MEGABYTES = 12;

    /** A cache of the agent, bounded by size and time, keeps the last request of each session: its turns, some KB each. */
    private static final int CACHED_KILOBYTES_PER_TURN = 8;

    private final Collection<String> disorder = new ConcurrentLinkedQueue<>();
    private final Conversations conversations = new Conversations();

    @Test
    void nothingGrowsAndNoPromiseBreaks() throws Exception {
        System.out.println("soak: " + SECONDS + " s, seed " + SEED);
        SoakModel model = new SoakModel(conversations, SEED);
        List<Footprint> footprints = new ArrayList<>();
        List<Long> turns = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(USERS);
        try (TempWorkspace workspace = TempWorkspace.create();
                ScriptedModelServer server = ScriptedModelServer.start().recording(false);
                JdbcSessionStore store = JdbcSessionStore.open(workspace.path("sessions.db"))) {
            server.otherwise(model::answer);
            List<SoakUser> users = users(workspace);
            try (Agent agent = agent(server, store)) {
                for (int round = 1; round <= ROUNDS; round++) {
                    talk(users, agent, threads);
                    footprints.add(Footprint.atRest());
                    turns.add(users.stream().mapToLong(SoakUser::turns).sum());
                    System.out.println("soak: round " + round + ", " + turns.get(round - 1) + " turns, "
                            + model.requests() + " requests, " + footprints.get(round - 1));
                    assertThat(conversations.problems()).isEmpty();
                    assertThat(disorder).isEmpty();
                }
            }
            assertThat(turns.get(ROUNDS - 1)).isGreaterThan(5L * SECONDS);
            Footprint closed = Footprint.atRest();
            System.out.println("soak: agent closed, " + closed);
            assertThat(closed.threads()).noneMatch(name -> name.startsWith("agentloop"));
            assertThat(closed.heapMegabytes())
                    .isLessThanOrEqualTo(footprints.get(WARM_UP - 1).heapMegabytes() + HEAP_NOISE_MEGABYTES);
        } finally {
            threads.shutdownNow();
        }
        assertFlat(footprints);
        long cached = (turns.get(ROUNDS - 1) - turns.get(WARM_UP - 1)) * CACHED_KILOBYTES_PER_TURN >> 10;
        assertThat(footprints.get(ROUNDS - 1).heapMegabytes())
                .as("heap: %s", footprints)
                .isLessThanOrEqualTo(footprints.get(WARM_UP - 1).heapMegabytes() + cached + HEAP_NOISE_MEGABYTES);
    }

    private List<SoakUser> users(TempWorkspace workspace) throws IOException {
        List<SoakUser> users = new ArrayList<>();
        for (int n = 0; n < USERS; n++) {
            users.add(new SoakUser(
                    Files.createDirectory(workspace.path("user-" + n)), new Random(SEED + n), conversations));
        }
        return users;
    }

    private Agent agent(ScriptedModelServer server, JdbcSessionStore store) {
        return Agent.builder()
                .endpoint(ModelEndpoint.responses(server.url())
                        .apiKey(() -> "scripted-key")
                        .maxRetries(3)
                        .build())
                .model(ScriptedModelServer.MODEL)
                .tools((Object[]) tools())
                .sessionStore(store)
                .approvals(ApprovalPolicy.onRequest(), request -> switch (ThreadLocalRandom.current()
                        .nextInt(4)) {
                    case 0 -> ApprovalDecision.approve();
                    case 1 -> ApprovalDecision.deny("no");
                    default -> ApprovalDecision.deferred();
                })
                .limits(limits -> limits.maxSamples(6).parallelToolCalls(3).toolTimeout(Duration.ofSeconds(5)))
                .listenerFactory(session -> new EventOrder(disorder))
                .build();
    }

    private static ToolHandler[] tools() {
        return new ToolHandler[] {
            tool("quick", "quick", 0, ToolSpec.Trait.PARALLEL_SAFE),
            tool("slow", "slow", 40, ToolSpec.Trait.PARALLEL_SAFE),
            tool("guarded", "guarded", 0, ToolSpec.Trait.NEEDS_APPROVAL),
            ToolHandler.of(ToolSpec.builder("failing").description("Fails").build(), (call, context) -> {
                throw new IllegalStateException("a broken tool");
            })
        };
    }

    private static ToolHandler tool(String name, String answer, int atMostMillis, ToolSpec.Trait trait) {
        ToolSpec spec =
                ToolSpec.builder(name).description("Answers").traits(trait).build();
        return ToolHandler.of(spec, (call, context) -> {
            context.emitOutput("at work");
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(atMostMillis + 1));
            return ToolOutput.text(answer);
        });
    }

    private static void talk(List<SoakUser> users, Agent agent, ExecutorService threads) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS) / ROUNDS;
        List<Future<?>> all = new ArrayList<>();
        for (SoakUser user : users) {
            all.add(threads.submit(() -> {
                user.talk(agent, end);
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(SECONDS + 60L, TimeUnit.SECONDS);
        }
    }

    private static void assertFlat(List<Footprint> footprints) {
        Footprint settled = footprints.get(WARM_UP - 1);
        Footprint last = footprints.get(ROUNDS - 1);
        assertThat(footprints).allSatisfy(each -> assertThat(each.children()).isEmpty());
        assertThat(footprints).allSatisfy(each -> assertThat(each.pooled()).isLessThanOrEqualTo(POOLED_THREADS));
        assertThat(last.threads())
                .as("threads after warm-up: %s", settled.threads())
                .hasSizeLessThanOrEqualTo(settled.threads().size() + THREAD_NOISE);
        assertThat(last.files()).as("open files: %s", footprints).isLessThanOrEqualTo(settled.files() + POOLED_FILES);
    }
}
