package dev.agentloop.checks.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.session.RolloutRecord;
import dev.agentloop.session.jdbc.JdbcSessionStore;
import dev.agentloop.testkit.RecordedRequest;
import dev.agentloop.testkit.Reply;
import dev.agentloop.testkit.ScriptedModelServer;
import dev.agentloop.testkit.Sse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a program in the middle of streams, tools and commits, again and again, and goes on with its session in a new
 * process: nothing acknowledged is lost, nothing is there twice, a tool that had started is not started again and the
 * model is told, and every request repeats the one before byte for byte.
 *
 * <p>{@code -Dagentloop.kill.seed=N} repeats a run, as far as the timing of processes allows.
 */
@Timeout(800)
class KilledHostTest {
    private static final long SEED = Long.getLong("agentloop.kill.seed", System.nanoTime());
    private static final String UNKNOWN = "effects unknown";

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private final Conversations conversations = new Conversations();
    private final AtomicInteger responses = new AtomicInteger();
    private final List<String> acknowledged = new ArrayList<>();
    private int nextTurn = 1;

    @Test
    void aFewKillsLoseNothing() throws Exception {
        killAgainAndAgain(3);
    }

    @Test
    @Tag("kill")
    void manyKillsLoseNothing() throws Exception {
        killAgainAndAgain(Integer.getInteger("agentloop.kills", 40));
    }

    private void killAgainAndAgain(int kills) throws Exception {
        System.out.println("kill: " + kills + " kills, seed " + SEED);
        try (ScriptedModelServer server = ScriptedModelServer.start()) {
            server.otherwise(this::answer);
            for (int kill = 1; kill <= kills; kill++) {
                acknowledged.addAll(runAndKill(server, 1 + random.nextInt(3)));
                assertStoreIsWhole();
            }
            assertThat(runAndKill(server, 2)).hasSizeGreaterThanOrEqualTo(2); // one more turn sends all that was before
            assertNothingLostOrDoubled(server.requests());
        }
    }

    /** One process: lets it do some turns, then ends it at any moment of the next ones. Gives what it said was done. */
    private List<String> runAndKill(ScriptedModelServer server, int turns) throws Exception {
        List<String> done = new ArrayList<>();
        try (KilledJvm host = KilledJvm.start(
                folder, KilledHost.class, folder.toString(), server.url().toString(), String.valueOf(nextTurn))) {
            for (int turn = 0; turn < turns; turn++) {
                done.add(host.expectLine());
            }
            done.addAll(host.kill(random.nextInt(60_000)));
        }
        nextTurn += 1_000; // more turns than a process has time for
        return done;
    }

    /** Streams that take some milliseconds and ask for tools now and then. */
    private Reply answer(RecordedRequest request) {
        conversations.check(request);
        int number = responses.incrementAndGet();
        List<Sse> words = new ArrayList<>();
        if (number % 3 == 0) {
            words.add(Sse.reasoning("thinking " + number, "encrypted " + number));
        }
        words.add(Sse.deltas("answer ", "number ", String.valueOf(number)));
        for (int call = 0; call < number * 7 % 4; call++) {
            words.add(Sse.call("call-" + number + "-" + call, "work", "{}"));
        }
        return Reply.of(words.toArray(Sse[]::new)).inPieces(64);
    }

    private void assertStoreIsWhole() {
        try (JdbcSessionStore store = JdbcSessionStore.open(folder.resolve("sessions.db"))) {
            List<Long> sequences = store.read(KilledHost.SESSION, 1, Integer.MAX_VALUE).records().stream()
                    .map(RolloutRecord::sequence)
                    .toList();
            assertThat(sequences)
                    .isEqualTo(
                            LongStream.rangeClosed(1, sequences.size()).boxed().toList());
        }
    }

    private void assertNothingLostOrDoubled(List<RecordedRequest> requests) throws IOException {
        assertThat(conversations.problems()).isEmpty();
        RecordedRequest last = requests.get(requests.size() - 1);
        assertThat(acknowledged).allMatch(line -> line.contains("|COMPLETED|"));
        assertThat(last.inputTexts())
                .doesNotHaveDuplicates()
                .containsAll(column(0, "prompt "))
                .containsAll(column(2, "answer "));

        List<String> effects = Files.readAllLines(KilledHost.effects(folder));
        assertThat(effects).as("no tool ran twice").doesNotHaveDuplicates();
        Set<String> lines = new HashSet<>(effects);
        int told = 0;
        for (String call : last.toolOutputCallIds()) {
            if (last.toolOutput(call).contains(UNKNOWN)) {
                told++;
            } else {
                assertThat(last.toolOutput(call)).isEqualTo("worked on " + call);
                assertThat(lines).contains(call, call + " end");
            }
        }
        System.out.println("kill: " + acknowledged.size() + " turns acknowledged, " + effects.size() / 2
                + " tools run, of " + told + " the model was told that they were cut");
    }

    /** What the acknowledged lines have in a column, where it starts like this. */
    private List<String> column(int index, String start) {
        List<String> values = acknowledged.stream()
                .map(line -> line.split("\\|")[index])
                .filter(value -> value.startsWith(start))
                .toList();
        assertThat(values).isNotEmpty();
        return values;
    }
}
