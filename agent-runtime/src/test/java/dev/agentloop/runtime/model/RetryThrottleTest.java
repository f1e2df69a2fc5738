package dev.agentloop.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RetryThrottleTest {
    private final AtomicLong nanoTime = new AtomicLong(-5_000_000_000L); // the origin of such clocks is arbitrary
    private final RetryThrottle throttle = new RetryThrottle(nanoTime::get);

    private void spend(int tokens) {
        for (int n = 0; n < tokens; n++) {
            assertThat(throttle.tryTake(1)).isTrue();
        }
    }

    @Test
    void givesWhatItHoldsAndNoMore() {
        spend(RetryThrottle.CAPACITY - 5);

        assertThat(throttle.tryTake(6)).isFalse();
        assertThat(throttle.tryTake(5)).as("a refusal took nothing").isTrue();
        assertThat(throttle.tryTake(1)).isFalse();
    }

    @Test
    void aSuccessGivesOneBackButNeverMoreThanItCanHold() {
        throttle.succeeded();
        spend(RetryThrottle.CAPACITY);
        throttle.succeeded();
        throttle.succeeded();

        assertThat(throttle.tryTake(3)).isFalse();
        assertThat(throttle.tryTake(2)).isTrue();
    }

    @Test
    void timeGivesBackOneForEachWholeSecond() {
        spend(RetryThrottle.CAPACITY);
        nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(1_900));
        assertThat(throttle.tryTake(2)).isFalse();
        nanoTime.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));

        assertThat(throttle.tryTake(2)).as("parts of a second are not lost").isTrue();
        assertThat(throttle.tryTake(1)).isFalse();
    }

    @Test
    void aLongPauseGivesNoMoreThanItCanHold() {
        nanoTime.addAndGet(TimeUnit.DAYS.toNanos(365));
        spend(RetryThrottle.CAPACITY);

        assertThat(throttle.tryTake(1)).isFalse();
    }

    @Test
    void anotherThreadCanGoOnAfterEachCall() throws Exception {
        spend(1);
        throttle.succeeded();
        Thread other = new Thread(() -> {
            throttle.tryTake(1);
            throttle.succeeded();
        });
        other.start();
        other.join();

        spend(RetryThrottle.CAPACITY);
        assertThat(throttle.tryTake(1)).isFalse();
    }
}
