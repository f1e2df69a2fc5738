package dev.agentloop.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.session.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ListenersTest {
    private static EventHeader header(long sequence) {
        return new EventHeader(SessionId.of("s"), Optional.empty(), Optional.empty(), Instant.EPOCH, sequence);
    }

    private static AgentEvent notice(long sequence) {
        return new AgentEvent.Notice(header(sequence), "test", "m");
    }

    private static AgentEvent delta(long sequence) {
        return new AgentEvent.ItemDelta(header(sequence), "i", AgentEvent.ItemDelta.Part.TEXT, "d");
    }

    @Test
    void aRouterHandsEachKindToItsCodeInOrder() {
        List<String> heard = new ArrayList<>();
        EventListener router = EventListener.router()
                .on(AgentEvent.Notice.class, event -> heard.add("notice " + event.sequence()))
                .on(AgentEvent.class, event -> heard.add("any " + event.sequence()));
        router.onEvent(notice(1));
        router.onEvent(delta(2));
        assertThat(heard).containsExactly("notice 1", "any 1", "any 2");
    }

    @Test
    void aBufferedListenerDeliversEverythingInOrderBeforeItIsClosed() {
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        try (BufferedEventListener buffered = EventListener.buffered(
                event -> heard.add(event.sequence()), 10, BufferedEventListener.Overflow.BLOCK)) {
            for (int sequence = 1; sequence <= 100; sequence++) {
                buffered.onEvent(delta(sequence));
            }
        }
        assertThat(heard).hasSize(100).isSorted();
    }

    @Test
    void deltasWithoutRoomAreDroppedAndCountedWhenAskedFor() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        try (BufferedEventListener buffered = EventListener.buffered(
                event -> {
                    busy.countDown();
                    try {
                        release.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    heard.add(event.sequence());
                },
                2,
                BufferedEventListener.Overflow.DROP_DELTAS)) {
            buffered.onEvent(notice(1));
            busy.await(20, TimeUnit.SECONDS);
            buffered.onEvent(notice(2));
            buffered.onEvent(delta(3));
            buffered.onEvent(delta(4));
            assertThat(buffered.dropped()).isEqualTo(1);
            release.countDown();
            buffered.onEvent(notice(5));
        }
        assertThat(heard).containsExactly(1L, 2L, 3L, 5L);
    }

    @Test
    void whatTheDelegateThrowsIsCountedAndTheNextEventArrives() {
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        BufferedEventListener buffered = EventListener.buffered(
                event -> {
                    heard.add(event.sequence());
                    throw new IllegalStateException("broken");
                },
                4,
                BufferedEventListener.Overflow.BLOCK);
        buffered.onEvent(notice(1));
        buffered.onEvent(notice(2));
        buffered.close();
        buffered.onEvent(notice(3));
        assertThat(heard).containsExactly(1L, 2L);
        assertThat(buffered.failed()).isEqualTo(2);
    }

    @Test
    void anErrorOfTheDelegateDoesNotStopTheQueue() {
        BufferedEventListener buffered = EventListener.buffered(
                event -> {
                    throw new AssertionError("broken assertion");
                },
                1,
                BufferedEventListener.Overflow.BLOCK);
        for (int sequence = 1; sequence <= 5; sequence++) {
            buffered.onEvent(notice(sequence));
        }
        buffered.close();
        assertThat(buffered.failed()).isEqualTo(5);
    }

    @Test
    void aQueueWithoutRoomIsRefused() {
        assertThatThrownBy(() -> EventListener.buffered(event -> {}, 0, BufferedEventListener.Overflow.BLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity");
    }
}
