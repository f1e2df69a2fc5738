package dev.agentloop.runtime.model.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T10:00:00Z"), ZoneOffset.UTC);

    private static Optional<Duration> fromHeaders(Map<String, String> headers) {
        return RetryAfter.fromHeaders(headers::get, CLOCK);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nothing",
            value = {
                "Please try again in 1.5s. | 1500",
                "Rate limit reached, try again in 20ms | 20",
                "try again in 2 milliseconds | 2",
                "Try again in 1m30s | 90000",
                "retry after 2 minutes, please | 120000",
                "retry after 1 hour | 3600000",
                "try again in 1h 2m 3s | 3723000",
                "try again in 0.1ms | 1",
                "try again in 3 weeks | nothing",
                "try again in 5 smiles | nothing",
                "try again in a while, or 5s later | nothing",
                "took 5s | nothing",
                "'' | nothing"
            })
    void wordsOfAMessageAreRead(String message, Long millis) {
        assertThat(RetryAfter.fromMessage(message))
                .isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
    }

    @Test
    void aMessageIsOnlyReadAtItsBeginning() {
        assertThat(RetryAfter.fromMessage(" ".repeat(1_982) + "try again in 10 ms"))
                .contains(Duration.ofMillis(10));
        assertThat(RetryAfter.fromMessage(" ".repeat(2_000) + "try again in 10 ms"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "nothing",
            value = {
                "3, 3000",
                "0, 0",
                "' 0.5 ', 500",
                "0.0001, 1",
                "-1, nothing",
                "NaN, nothing",
                "soon, nothing",
                "1e300, 31536000000"
            })
    void secondsAreRead(String value, Long millis) {
        assertThat(fromHeaders(Map.of("retry-after", value)))
                .isEqualTo(Optional.ofNullable(millis).map(Duration::ofMillis));
    }

    @Test
    void millisecondsComeFirst() {
        assertThat(fromHeaders(Map.of("retry-after-ms", "1500", "retry-after", "9")))
                .contains(Duration.ofMillis(1500));
        assertThat(fromHeaders(Map.of("retry-after-ms", "soon", "retry-after", "9")))
                .contains(Duration.ofSeconds(9));
        assertThat(fromHeaders(Map.of())).isEmpty();
    }

    @Test
    void aDateIsReadByTheServicesClockOrElseByOurs() {
        String later = "Mon, 04 May 2026 10:01:00 GMT";

        assertThat(fromHeaders(Map.of("retry-after", later))).contains(Duration.ofMinutes(1));
        assertThat(fromHeaders(Map.of("retry-after", later, "date", "Mon, 04 May 2026 10:00:50 GMT")))
                .contains(Duration.ofSeconds(10));
        assertThat(fromHeaders(Map.of("retry-after", "Mon, 04 May 2026 09:00:00 GMT")))
                .as("a time that is over")
                .contains(Duration.ZERO);
        assertThat(fromHeaders(Map.of("retry-after", later, "date", "today"))).isEmpty();
    }

    @Property
    void anyTextIsReadWithoutAnException(@ForAll String text) {
        assertThat(RetryAfter.fromMessage(text)).isNotNull();
        assertThat(RetryAfter.fromMessage("try again in " + text)).isNotNull();
        assertThat(fromHeaders(Map.of("retry-after", text))).isNotNull();
    }
}
