package dev.agentloop.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.agentloop.ContextWindowExceededException;
import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import dev.agentloop.TokenUsage;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemDone;
import dev.agentloop.model.ModelEvent.ItemStarted;
import dev.agentloop.model.ModelEvent.KeepAlive;
import dev.agentloop.model.ModelEvent.TextDelta;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelRequest;
import dev.agentloop.runtime.concurrent.Deadlines;
import dev.agentloop.runtime.concurrent.TurnThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelClientTest {
    private static final ModelRequest REQUEST = ModelRequest.builder("m").build();
    private static final ModelEvent STARTED = new ItemStarted("a", ItemStarted.Kind.MESSAGE, "");
    private static final ModelEvent DELTA = new TextDelta("a", "Hi");
    private static final ModelEvent DONE = new ItemDone("a", ModelItem.Message.of(ModelItem.Role.ASSISTANT, "Hi"));
    private static final ModelEvent.Completed COMPLETED =
            new ModelEvent.Completed(ModelEvent.StopReason.DONE, "", TokenUsage.of(1, 1), "r", "m");

    private final ScriptedProvider provider = new ScriptedProvider();
    private final RecordingSink sink = new RecordingSink();
    private final TestCancellation cancel = new TestCancellation();
    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong();
    private final RetryThrottle throttle = new RetryThrottle(nanoTime::get);
    private final Deadlines deadlines = new Deadlines(TurnThreads.ofDefaults());
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(deadlines));

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        assertThat(cancel.registrations()).isZero();
    }

    @Test
    void aCompleteResponseIsHandedOnEventByEvent() throws Exception {
        provider.then(KeepAlive.INSTANCE, STARTED, DELTA, DONE, COMPLETED);

        assertThat(run(client(5))).isEqualTo(new Outcome.Completed(COMPLETED));
        assertThat(sink.events).containsExactly(STARTED, DELTA, DONE, COMPLETED);
        assertThat(sink.retries).isEmpty();
        assertThat(provider.closed).isEqualTo(1);
    }

    @Test
    void aFailureBeforeAnItemIsDoneRepeatsTheSameRequest() throws Exception {
        provider.then(failure(Kind.SERVER))
                .then(STARTED, DELTA, failure(Kind.STREAM_CUT))
                .then(STARTED, DONE, COMPLETED);

        assertThat(run(client(5))).isEqualTo(new Outcome.Completed(COMPLETED));
        assertThat(provider.requests).containsExactly(REQUEST, REQUEST, REQUEST);
        assertThat(sink.retries)
                .extracting(RecordingSink.Retry::kind, RecordingSink.Retry::attempt, RecordingSink.Retry::discarded)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Kind.SERVER, 1, List.of()),
                        org.assertj.core.groups.Tuple.tuple(Kind.STREAM_CUT, 2, List.of("a")));
        assertThat(pauses).hasSize(2);
    }

    @Test
    void aFailureAfterAnItemIsDoneIsACutAfterTheWait() throws Exception {
        provider.then(STARTED, DONE, new ItemStarted("b", ItemStarted.Kind.CALL, "t"), failure(Kind.STREAM_CUT));

        Outcome outcome = run(client(5));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Cut.class, cut -> assertThat(cut.cause().kind()).isEqualTo(Kind.STREAM_CUT));
        assertThat(provider.requests).hasSize(1);
        assertThat(sink.retries).extracting(RecordingSink.Retry::discarded).containsExactly(List.of("b"));
        assertThat(pauses).hasSize(1);
    }

    @Test
    void cutsAndFailuresShareOneBudget() throws Exception {
        provider.then(DONE, failure(Kind.STREAM_CUT)).then(failure(Kind.SERVER)).then(DONE, failure(Kind.STREAM_CUT));
        ModelClient client = client(2);
        RetryBudget budget = client.newBudget();

        assertThat(client.run(REQUEST, sink, cancel, budget)).isInstanceOf(Outcome.Cut.class);
        ModelException last =
                catchThrowableOfType(ModelException.class, () -> client.run(REQUEST, sink, cancel, budget));

        assertThat(last.attempt()).isEqualTo(3);
        assertThat(last).hasMessage("broken (gave up after 3 tries)");
        assertThat(provider.requests).hasSize(3);
    }

    @Test
    void aServiceThatNeverRecoversIsGivenUpWithTheNumberOfTries() {
        provider.then(failure(Kind.RATE_LIMIT));
        ModelException last = catchThrowableOfType(ModelException.class, () -> run(client(4)));
        assertThat(last.kind()).isEqualTo(Kind.RATE_LIMIT);
        assertThat(last.attempt()).isEqualTo(5);
        assertThat(provider.requests).hasSize(5);
    }

    @Test
    void whatIsNotRetryableFailsAtOnce() {
        provider.then(failure(Kind.QUOTA));
        ModelException last = catchThrowableOfType(ModelException.class, () -> run(client(5)));
        assertThat(last.kind()).isEqualTo(Kind.QUOTA);
        assertThat(last.attempt()).isEqualTo(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aFullContextKeepsItsType() {
        provider.then(failure(Kind.CONTEXT_WINDOW));
        assertThatThrownBy(() -> run(client(5))).isInstanceOf(ContextWindowExceededException.class);
    }

    @Test
    void aProvidersOwnExceptionClassIsKept() {
        class Special extends ModelException {
            private static final long serialVersionUID = 1L;

            Special() {
                super(ModelException.builder(Kind.INVALID_REQUEST, "special"));
            }
        }
        provider.then(new Special());
        assertThatThrownBy(() -> run(client(5))).isInstanceOf(Special.class);
    }

    @Test
    void theServicesWishToWaitIsHonoured() throws Exception {
        provider.then(ModelException.builder(Kind.RATE_LIMIT, "wait")
                        .retryAfter(Duration.ofSeconds(3))
                        .build())
                .then(COMPLETED);
        run(client(5));
        assertThat(pauses).hasSize(1);
        assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3300));
    }

    @Test
    void aWishToWaitTooLongFailsAndSaysSo() {
        provider.then(ModelException.builder(Kind.RATE_LIMIT, "Wait.")
                .retryAfter(Duration.ofSeconds(61))
                .build());
        ModelException failure = catchThrowableOfType(ModelException.class, () -> run(client(5)));
        assertThat(failure).hasMessage("Wait. (the service asks to wait 61 seconds; more than 60 are not waited)");
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(61));
        assertThat(pauses).isEmpty();
    }

    @Test
    void waitsAreSpreadBelowABoundThatDoubles() {
        RetryPolicy policy = RetryPolicy.withRetries(100);
        Random random = new Random(1);
        for (int retry = 0; retry < 40; retry++) {
            long bound = Math.min(20_000, 200L << Math.min(retry, 20));
            long most = 0;
            for (int i = 0; i < 200; i++) {
                long wait = policy.backoff(retry, random).toMillis();
                assertThat(wait).isBetween(0L, bound);
                most = Math.max(most, wait);
            }
            assertThat(most).isGreaterThan(bound * 9 / 10);
        }
    }

    @Test
    void anOutageUsesUpTheRetriesOfAllSessionsTogether() throws Exception {
        provider.then(failure(Kind.SERVER));
        ModelClient client = client(30);
        for (int i = 0; i < 10; i++) {
            catchThrowableOfType(ModelException.class, () -> run(client));
        }
        int requests = provider.requests.size();
        ModelException failure = catchThrowableOfType(ModelException.class, () -> run(client));

        assertThat(requests).isEqualTo(10 + RetryThrottle.CAPACITY / RetryThrottle.RETRY_COST);
        assertThat(failure).hasMessageEndingWith("(not tried again: too many requests to this service failed lately)");

        nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(RetryThrottle.RETRY_COST));
        catchThrowableOfType(ModelException.class, () -> run(client));
        assertThat(provider.requests).as("time gives one retry back").hasSize(requests + 1 + 2);
    }

    @Test
    void aStreamWithoutALastEventIsRetried() throws Exception {
        provider.then(STARTED, DELTA).then(COMPLETED);
        assertThat(run(client(5))).isEqualTo(new Outcome.Completed(COMPLETED));
        assertThat(sink.retries).extracting(RecordingSink.Retry::kind).containsExactly(Kind.STREAM_CUT);
    }

    @Test
    void aProviderThatThrowsSomethingElseIsNamed() {
        provider.then(new IllegalStateException("bug"));
        ModelException failure = catchThrowableOfType(ModelException.class, () -> run(client(5)));
        assertThat(failure.kind()).isEqualTo(Kind.OTHER);
        assertThat(failure)
                .hasMessage("The model provider 'scripted' threw java.lang.IllegalStateException; a provider may throw"
                        + " ModelException only");
    }

    @Test
    void aSinkThatThrowsEndsTheRequestWithItsOwnException() {
        provider.then(STARTED, COMPLETED);
        IllegalStateException bug = new IllegalStateException("bug");
        Sink broken = new Sink() {
            @Override
            public void onEvent(ModelEvent event) {
                throw bug;
            }

            @Override
            public void onRetry(ModelException cause, Duration delay, int attempt, List<String> discardedItemIds) {}
        };
        ModelClient client = client(5);
        assertThatThrownBy(() -> client.run(REQUEST, broken, cancel, client.newBudget()))
                .isSameAs(bug);
        assertThat(provider.closed).isEqualTo(1);
    }

    @Test
    void aSilentStreamIsClosedAndRetried() throws Exception {
        provider.then(STARTED, ScriptedProvider.WAIT).then(COMPLETED);
        assertThat(run(client(5, Duration.ofMillis(30)))).isEqualTo(new Outcome.Completed(COMPLETED));
        assertThat(sink.retries).extracting(RecordingSink.Retry::kind).containsExactly(Kind.TIMEOUT);
    }

    @Test
    void aServiceThatDoesNotAcceptTheRequestInTimeIsRetried() throws Exception {
        provider.waitInOpen = true;
        provider.then(COMPLETED);
        ModelException failure =
                catchThrowableOfType(ModelException.class, () -> run(client(1, Duration.ofMillis(30))));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(provider.requests).hasSize(2);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void timeSpentInTheSinkIsNotSilence() throws Exception {
        provider.then(STARTED, DONE, COMPLETED);
        ModelClient client = client(0, Duration.ofMillis(20));
        Sink slow = new Sink() {
            @Override
            public void onEvent(ModelEvent event) {
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(60);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            }

            @Override
            public void onRetry(ModelException cause, Duration delay, int attempt, List<String> discardedItemIds) {}
        };
        assertThat(client.run(REQUEST, slow, cancel, client.newBudget())).isEqualTo(new Outcome.Completed(COMPLETED));
    }

    @Test
    void cancellingEndsTheWaitForAnEvent() throws Exception {
        provider.then(STARTED, ScriptedProvider.WAIT);
        assertCancelled();
        assertThat(provider.closed).isEqualTo(1);
    }

    @Test
    void cancellingEndsTheWaitForAcceptance() throws Exception {
        provider.waitInOpen = true;
        provider.then(COMPLETED);
        assertCancelled();
    }

    @Test
    void cancellingEndsTheWaitBetweenTries() throws Exception {
        provider.then(ModelException.builder(Kind.RATE_LIMIT, "wait")
                .retryAfter(Duration.ofSeconds(50))
                .build());
        ModelClient client = new ModelClient(provider, RetryPolicy.withRetries(5), Duration.ofMinutes(1), deadlines);
        Future<?> running = executor().submit(() -> client.run(REQUEST, sink, cancel, client.newBudget()));
        while (sink.retries.isEmpty()) {
            Thread.onSpinWait();
        }
        cancel.cancel();
        assertThatThrownBy(() -> running.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void aCancelledRequestIsNotSent() {
        provider.then(COMPLETED);
        cancel.cancel();
        assertThatThrownBy(() -> run(client(5))).isInstanceOf(CancellationException.class);
        assertThat(provider.requests).isEmpty();
    }

    @Test
    void anInterruptOfTheCallerIsAnInterrupt() throws Exception {
        provider.waitInOpen = true;
        provider.then(COMPLETED);
        ModelClient client = client(5);
        ExecutorService executor = executor();
        Thread[] thread = new Thread[1];
        Future<?> running = executor.submit(() -> {
            thread[0] = Thread.currentThread();
            return client.run(REQUEST, sink, cancel, client.newBudget());
        });
        provider.waiting.await();
        thread[0].interrupt();
        assertThatThrownBy(() -> running.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(provider.requests).hasSize(1);
    }

    private void assertCancelled() throws Exception {
        ModelClient client = client(5);
        Future<?> running = executor().submit(() -> client.run(REQUEST, sink, cancel, client.newBudget()));
        provider.waiting.await();
        long start = System.nanoTime();
        cancel.cancel();
        assertThatThrownBy(() -> running.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(CancellationException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(500));
        assertThat(sink.retries).isEmpty();
    }

    private Outcome run(ModelClient client) throws InterruptedException {
        return client.run(REQUEST, sink, cancel, client.newBudget());
    }

    private ModelClient client(int retries) {
        return client(retries, Duration.ofMinutes(1));
    }

    private ModelClient client(int retries, Duration idleTimeout) {
        return new ModelClient(
                provider,
                RetryPolicy.withRetries(retries),
                throttle,
                new StreamWatchdog(idleTimeout, deadlines),
                (time, cancelled) -> pauses.add(time),
                new Random(7));
    }

    private ExecutorService executor() {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        opened.add(executor::shutdownNow);
        return executor;
    }

    private static ModelException failure(Kind kind) {
        return ModelException.builder(kind, "broken").build();
    }
}
