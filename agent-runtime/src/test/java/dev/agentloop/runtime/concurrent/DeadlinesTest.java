package dev.agentloop.runtime.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeadlinesTest {
    private final TurnThreads threads = TurnThreads.ofDefaults();
    private final Deadlines deadlines = new Deadlines(threads);

    @AfterEach
    void close() {
        deadlines.close();
        threads.close();
    }

    @Test
    void anActionThatBlocksDelaysNoOther() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        deadlines.after(Duration.ofMillis(1), () -> awaitQuietly(never));
        deadlines.after(Duration.ofMillis(20), second::countDown);
        assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
        never.countDown();
    }

    @Test
    void aTimeBeyondAllNumbersIsWaitedForAllTheSame() {
        try (Deadlines.Deadline deadline = deadlines.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {})) {
            assertThat(Deadlines.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isPositive();
            assertThat(deadline).isNotNull();
        }
    }

    @Test
    void nothingIsTakenAfterClosing() {
        deadlines.close();
        assertThatThrownBy(() -> deadlines.after(Duration.ofMillis(1), () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
