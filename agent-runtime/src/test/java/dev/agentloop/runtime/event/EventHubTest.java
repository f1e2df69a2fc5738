package dev.agentloop.runtime.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.TurnId;
import dev.agentloop.event.AgentEvent;
import dev.agentloop.event.EventListener;
import dev.agentloop.session.SessionId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventHubTest {
    private static final TurnId TURN = new TurnId("turn_1");
    private final List<AgentEvent> seen = new ArrayList<>();

    private EventHub hub(EventListener... listeners) {
        EventHub hub = new EventHub(SessionId.of("s"), Optional.empty(), Clock.systemUTC(), List.of(listeners));
        hub.open(TURN);
        return hub;
    }

    private static void publish(EventHub hub, String message) {
        hub.publish(Optional.of(TURN), header -> new AgentEvent.Notice(header, "test", message));
    }

    @Test
    void eventsOfManyThreadsArriveOneAtATimeAndWithoutAGap() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        EventHub hub = hub(event -> {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            seen.add(event);
            inside.decrementAndGet();
        });
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            Thread thread = new Thread(() -> {
                for (int event = 0; event < 1000; event++) {
                    publish(hub, "m");
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(seen.stream().mapToLong(AgentEvent::sequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 8000).boxed().toList());
    }

    @Test
    void aListenerMayPublishAndItsEventComesAfterTheOneItIsIn() {
        List<String> order = new ArrayList<>();
        EventHub[] self = new EventHub[1];
        self[0] = hub(
                event -> {
                    if (event.sequence() == 1) {
                        publish(self[0], "inner");
                    }
                    order.add("first " + event.sequence());
                },
                event -> order.add("second " + event.sequence()));
        publish(self[0], "outer");
        assertThat(order).containsExactly("first 1", "second 1", "first 2", "second 2");
    }

    @Test
    void whatAListenerThrowsIsReportedOnceAndOthersStillHear() {
        EventHub hub = hub(
                event -> {
                    throw new AssertionError("broken");
                },
                seen::add);
        publish(hub, "a");
        publish(hub, "b");
        assertThat(seen).hasSize(3);
        assertThat(seen.get(1))
                .isInstanceOfSatisfying(
                        AgentEvent.Notice.class,
                        notice -> assertThat(notice.code()).isEqualTo("listener.failed"));
    }

    @Test
    void nothingOfATurnFollowsItsLastEvent() {
        EventHub hub = hub(seen::add);
        TurnEvents events = new TurnEvents(hub, TURN);
        events.turnStarted("m", false);
        events.turnCompleted(dev.agentloop.TurnStatus.COMPLETED, "", dev.agentloop.TokenUsage.NONE);
        events.notice("late", "from a tool nobody waited for");
        assertThat(seen).hasSize(2);
        events.turnStarted("m", true);
        assertThat(seen).hasSize(3);
    }

    @Test
    void nothingOfATurnFollowsTheTurnsAfterItEither() {
        EventHub hub = hub(seen::add);
        TurnEvents first = new TurnEvents(hub, TURN);
        TurnEvents second = new TurnEvents(hub, new TurnId("turn_2"));
        first.turnStarted("m", false);
        first.turnCompleted(dev.agentloop.TurnStatus.COMPLETED, "", dev.agentloop.TokenUsage.NONE);
        second.turnStarted("m", false);
        second.turnCompleted(dev.agentloop.TurnStatus.COMPLETED, "", dev.agentloop.TokenUsage.NONE);
        first.notice("late", "from a tool nobody waited for");
        assertThat(seen).hasSize(4);
    }

    @Test
    void aSlowListenerHoldsPublishersBackAtAThousandEvents() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        EventHub hub = hub(event -> {
            blocked.countDown();
            try {
                release.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread deliverer = new Thread(() -> publish(hub, "stuck"));
        deliverer.start();
        blocked.await(20, TimeUnit.SECONDS);
        AtomicInteger published = new AtomicInteger();
        Thread publisher = new Thread(() -> {
            for (int event = 0; event < 2000; event++) {
                publish(hub, "m");
                published.incrementAndGet();
            }
        });
        publisher.start();
        while (publisher.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        assertThat(published).hasValue(1024);
        release.countDown();
        publisher.join(20_000);
        deliverer.join(20_000);
        assertThat(published).hasValue(2000);
    }
}
