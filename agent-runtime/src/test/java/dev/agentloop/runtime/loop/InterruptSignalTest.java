package dev.agentloop.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.runtime.loop.InterruptSignal.Reason;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InterruptSignalTest {
    private final InterruptSignal signal = new InterruptSignal();

    @Test
    void onlyTheFirstReasonCounts() {
        assertThat(signal.interrupt(Reason.TIME_LIMIT)).isTrue();
        assertThat(signal.interrupt(Reason.REQUESTED)).isFalse();
        assertThat(signal.reason()).contains(Reason.TIME_LIMIT);
    }

    @Test
    void anActionRunsOnceAndAtOnceWhenItIsLate() {
        AtomicInteger runs = new AtomicInteger();
        signal.onCancel(runs::incrementAndGet);
        signal.onCancel(runs::incrementAndGet).close();
        signal.interrupt(Reason.REQUESTED);
        signal.interrupt(Reason.REQUESTED);
        assertThat(runs).hasValue(1);
        signal.onCancel(runs::incrementAndGet);
        assertThat(runs).hasValue(2);
    }

    @Test
    void aBlockedThreadIsWokenAndItsFlagIsClean() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                signal.blocking(() -> {
                    inside.countDown();
                    new CountDownLatch(1).await();
                    return null;
                });
            } catch (InterruptedException e) {
                outcome.set("woken, flag " + Thread.currentThread().isInterrupted());
            }
        });
        thread.start();
        inside.await(20, TimeUnit.SECONDS);
        signal.interrupt(Reason.REQUESTED);
        thread.join(20_000);
        assertThat(outcome).hasValue("woken, flag false");
    }

    @Test
    void aThreadThatLeftIsNotInterrupted() throws Exception {
        assertThat(signal.blocking(() -> "done")).isEqualTo("done");
        signal.interrupt(Reason.REQUESTED);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThatThrownBy(() -> signal.blocking(() -> "again")).isInstanceOf(CancellationException.class);
    }

    @Test
    void anInterruptOfTheApplicationStaysWithTheApplication() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> signal.blocking(() -> {
                    new CountDownLatch(1).await();
                    return null;
                }))
                .isInstanceOf(InterruptedException.class);
        assertThat(signal.isCancelled()).isFalse();
    }
}
