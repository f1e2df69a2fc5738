package dev.agentloop.runtime.model.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a service asks to wait: {@code retry-after-ms}, {@code Retry-After} in seconds or as a date (RFC 9110
 * §10.2.3), or words such as "try again in 1.5s" in an error message.
 */
public final class RetryAfter {
    private static final int LONGEST_TEXT = 2_000;
    private static final double MOST_MILLIS = Duration.ofDays(365).toMillis();
    private static final String UNIT = "(milliseconds?|ms|seconds?|s|minutes?|m|hours?|h)";
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s?" + UNIT + "(?![a-z])");
    private static final Pattern REQUEST = Pattern.compile("(?:try again in|retry after)\\s");

    private RetryAfter() {}

    /** From headers, by name; null names a header that is not there. */
    public static Optional<Duration> fromHeaders(Function<String, @Nullable String> header, Clock clock) {
        Optional<Duration> millis = number(header.apply("retry-after-ms"), 1);
        if (millis.isPresent()) {
            return millis;
        }
        String value = header.apply("retry-after");
        Optional<Duration> seconds = number(value, 1_000);
        return seconds.isPresent() || value == null ? seconds : date(value, header.apply("date"), clock);
    }

    /** From an error message in English. */
    public static Optional<Duration> fromMessage(String message) {
        String text =
                message.substring(0, Math.min(message.length(), LONGEST_TEXT)).toLowerCase(Locale.ROOT);
        Matcher request = REQUEST.matcher(text);
        if (!request.find()) {
            return Optional.empty();
        }
        Matcher amount = AMOUNT.matcher(text);
        double millis = 0;
        int end = request.end();
        while (amount.find(end) && text.substring(end, amount.start()).isBlank()) {
            millis += Double.parseDouble(amount.group(1)) * millisOf(amount.group(2));
            end = amount.end();
        }
        return end == request.end() ? Optional.empty() : Optional.of(millis(millis));
    }

    private static double millisOf(String unit) {
        if (unit.startsWith("mil") || unit.equals("ms")) {
            return 1;
        }
        return switch (unit.charAt(0)) {
            case 's' -> 1_000;
            case 'm' -> 60_000;
            default -> 3_600_000;
        };
    }

    private static Optional<Duration> number(@Nullable String value, int unitMillis) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            double number = Double.parseDouble(value.strip());
            return number >= 0 ? Optional.of(millis(number * unitMillis)) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String value, @Nullable String now, Clock clock) {
        try {
            // The service's own date, where it gives one, is right whatever this machine's clock says.
            Instant from = now == null ? clock.instant() : parse(now);
            Duration wait = Duration.between(from, parse(value));
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Instant parse(String date) {
        return ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }

    private static Duration millis(double millis) {
        return Duration.ofMillis((long) Math.ceil(Math.min(millis, MOST_MILLIS)));
    }
}
