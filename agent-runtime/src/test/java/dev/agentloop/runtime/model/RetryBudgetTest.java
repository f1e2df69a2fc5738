package dev.agentloop.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.ModelException;
import dev.agentloop.ModelException.Kind;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    /** Draws the highest value there is. */
    private static final RandomGenerator HIGHEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new AssertionError("The waits are drawn within a bound");
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    private final RetryThrottle throttle = new RetryThrottle(() -> 0);

    private RetryBudget budget(int retries) {
        return new RetryBudget(RetryPolicy.withRetries(retries), throttle, HIGHEST);
    }

    private static ModelException failure(Kind kind, Duration hint) {
        return ModelException.builder(kind, "broken").retryAfter(hint).build();
    }

    private static ModelException failure(Kind kind) {
        return ModelException.builder(kind, "broken").build();
    }

    @Test
    void theBoundOfTheWaitsDoublesUpToTwentySeconds() {
        RetryBudget budget = budget(40);

        assertThat(budget.takeRetry(failure(Kind.SERVER))).isEqualTo(Duration.ofMillis(200));
        assertThat(budget.takeRetry(failure(Kind.SERVER))).isEqualTo(Duration.ofMillis(400));
        for (int retry = 2; retry < 7; retry++) {
            budget.takeRetry(failure(Kind.SERVER));
        }
        assertThat(budget.takeRetry(failure(Kind.SERVER))).isEqualTo(Duration.ofSeconds(20));
        for (int retry = 8; retry < 39; retry++) {
            budget.takeRetry(failure(Kind.SERVER));
        }
        assertThat(budget.takeRetry(failure(Kind.SERVER))).as("the 40th").isEqualTo(Duration.ofSeconds(20));
    }

    @Property
    void aWaitIsWithinItsBound(@ForAll @IntRange(max = 1_000) int retry, @ForAll long seed) {
        Duration wait = RetryPolicy.withRetries(1).backoff(retry, new Random(seed));

        assertThat(wait).isBetween(Duration.ZERO, Duration.ofSeconds(20));
        assertThat(wait.toMillis()).isLessThanOrEqualTo(retry > 6 ? 20_000 : 200L << retry);
    }

    @Test
    void aHintIsWaitedForAndUpToATenthMore() {
        assertThat(budget(1).takeRetry(failure(Kind.RATE_LIMIT, Duration.ofSeconds(3))))
                .isEqualTo(Duration.ofMillis(3_300));
    }

    @Test
    void aHintOfAMinuteIsTheLongest() {
        assertThat(budget(1).takeRetry(failure(Kind.RATE_LIMIT, Duration.ofMinutes(1))))
                .isEqualTo(Duration.ofSeconds(66));
        assertThatThrownBy(() -> budget(1).takeRetry(failure(Kind.RATE_LIMIT, Duration.ofMillis(60_001))))
                .isInstanceOf(ModelException.class)
                .hasMessage("broken (the service asks to wait 60 seconds; more than 60 are not waited)");
    }

    @Test
    void noneAreTakenBeyondTheBudget() {
        RetryBudget budget = budget(1);
        assertThat(budget.beginAttempt()).isEqualTo(1);
        budget.takeRetry(failure(Kind.SERVER));
        assertThat(budget.beginAttempt()).isEqualTo(2);

        assertThatThrownBy(() -> budget.takeRetry(failure(Kind.SERVER)))
                .isInstanceOf(ModelException.class)
                .hasMessage("broken (gave up after 2 tries)");
    }

    @Test
    void timeoutsCostMoreAndSuccessesGiveBack() {
        RetryBudget budget = budget(1_000);
        int timeouts = RetryThrottle.CAPACITY / RetryThrottle.TIMEOUT_COST;
        for (int n = 0; n < timeouts; n++) {
            budget.takeRetry(failure(Kind.TIMEOUT));
        }
        assertThatThrownBy(() -> budget.takeRetry(failure(Kind.SERVER)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("too many requests to this service failed lately");
        for (int n = 0; n < RetryThrottle.RETRY_COST; n++) {
            budget.succeeded();
        }

        assertThat(budget.takeRetry(failure(Kind.SERVER))).isEqualTo(Duration.ofSeconds(20));
    }
}
