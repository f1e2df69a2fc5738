package dev.agentloop.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentloop.tool.Tool;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    enum Color {
        RED,
        GREEN
    }

    record Times(
            Instant instant,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetDateTime offset,
            ZonedDateTime zoned,
            Duration duration,
            Period period,
            YearMonth month,
            ZoneId zone) {}

    record Everything(
            String text,
            int count,
            Color color,
            BigDecimal price,
            UUID id,
            Path path,
            List<Optional<String>> maybe,
            Map<String, Color> colors,
            Optional<String> name,
            OptionalInt i,
            OptionalLong l,
            OptionalDouble d) {}

    record Renamed(@Tool.Param(name = "file_name") String fileName, int size) {}

    record Number(int value) {}

    record Text(String value) {}

    @Test
    void datesAndTimesAreWrittenAsIsoText() {
        Times times = new Times(
                Instant.parse("2026-01-02T03:04:05.000000006Z"),
                LocalDate.parse("2026-01-02"),
                LocalTime.parse("03:04"),
                LocalDateTime.parse("2026-01-02T03:04"),
                OffsetDateTime.parse("2026-01-02T03:04:05+01:00"),
                ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Paris]"),
                Duration.ofMillis(1500),
                Period.ofDays(3),
                YearMonth.parse("2026-01"),
                ZoneId.of("Europe/Paris"));
        String json = Json.write(times);
        assertThat(json)
                .isEqualTo("{\"instant\":\"2026-01-02T03:04:05.000000006Z\",\"date\":\"2026-01-02\",\"time\":\"03:04\","
                        + "\"dateTime\":\"2026-01-02T03:04\",\"offset\":\"2026-01-02T03:04:05+01:00\","
                        + "\"zoned\":\"2026-01-02T03:04:05+01:00[Europe/Paris]\",\"duration\":\"PT1.5S\","
                        + "\"period\":\"P3D\",\"month\":\"2026-01\",\"zone\":\"Europe/Paris\"}");
        assertThat(Json.read(json, Times.class)).isEqualTo(times);
    }

    @Test
    void recordsKeepAllTheirComponents() {
        Everything full = new Everything(
                "a",
                1,
                Color.GREEN,
                new BigDecimal("12345678901234567890.123456789"),
                new UUID(1, 2),
                Path.of("/tmp/a b"),
                List.of(Optional.of("x"), Optional.empty()),
                Map.of("k", Color.RED),
                Optional.of("n"),
                OptionalInt.of(1),
                OptionalLong.of(1L << 40),
                OptionalDouble.of(1.5));
        String json = Json.write(full);
        assertThat(json)
                .isEqualTo("{\"text\":\"a\",\"count\":1,\"color\":\"GREEN\",\"price\":12345678901234567890.123456789,"
                        + "\"id\":\"00000000-0000-0001-0000-000000000002\",\"path\":\"/tmp/a b\","
                        + "\"maybe\":[\"x\",null],\"colors\":{\"k\":\"RED\"},\"name\":\"n\",\"i\":1,"
                        + "\"l\":1099511627776,\"d\":1.5}");
        assertThat(Json.read(json, Everything.class)).isEqualTo(full);
    }

    @Test
    void emptyOptionalsAreLeftOutAndReadBackAsEmpty() {
        Everything empty = new Everything(
                "a",
                0,
                Color.RED,
                BigDecimal.ONE,
                new UUID(0, 0),
                Path.of("x"),
                List.of(),
                Map.of(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty());
        String json = Json.write(empty);
        assertThat(json)
                .isEqualTo("{\"text\":\"a\",\"count\":0,\"color\":\"RED\",\"price\":1,"
                        + "\"id\":\"00000000-0000-0000-0000-000000000000\",\"path\":\"x\",\"maybe\":[],\"colors\":{}}");
        assertThat(Json.read(json, Everything.class)).isEqualTo(empty);
        assertThat(Json.read(json.replace("\"maybe\"", "\"name\":null,\"i\":null,\"maybe\""), Everything.class))
                .isEqualTo(empty);
    }

    @Test
    void componentsMayHaveAnotherNameInJson() {
        assertThat(Json.write(new Renamed("a.txt", 3))).isEqualTo("{\"file_name\":\"a.txt\",\"size\":3}");
        assertThat(Json.read("{\"file_name\":\"a.txt\",\"size\":3}", Renamed.class))
                .isEqualTo(new Renamed("a.txt", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":5}", "{\"value\":5.0}", "{\"value\":0.5e1}", "{\"value\":5,\"more\":1}"})
    void wholeNumbersAreWholeHoweverTheyAreWritten(String json) {
        assertThat(Json.read(json, Number.class)).isEqualTo(new Number(5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"value":5.5}         | $.value
                    {"value":"5"}         | $.value
                    {"value":true}        | $.value
                    {"value":null}        | $.value
                    {"value":3000000000}  | $.value
                    {}                    | $.value
                    []                    | $
                    """)
    void nothingIsGuessedForANumber(String json, String place) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.read(json, Number.class))
                .withMessageStartingWith(place + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":5}", "{\"value\":1.5}", "{\"value\":true}", "{\"value\":[\"x\"]}"})
    void nothingIsGuessedForAText(String json) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.read(json, Text.class))
                .withMessageStartingWith("$.value: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``             | Not JSON: the text is empty
                    ` `            | Not JSON: the text is empty
                    {"a":1         | Not JSON at line 1, column 7
                    {"a":1} {}     | Not JSON at line 1, column
                    {"a":1,"a":2}  | Not JSON at line 1, column
                    {'a':1}        | Not JSON at line 1, column
                    NaN            | Not JSON at line 1, column
                    01             | Not JSON at line 1, column
                    """)
    void textThatIsNotOneJsonDocumentIsRefusedWithThePlace(String json, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.tree(json)).withMessageStartingWith(message);
    }

    @Test
    void bombsAreRefused() {
        assertRefused("[".repeat(100_000));
        assertRefused("{\"a\":".repeat(201) + "1" + "}".repeat(201));
        assertRefused("\"" + "x".repeat((8 << 20) + 1) + "\"");
        assertRefused("[" + "1,".repeat(1_000_000) + "1]");
        assertRefused("[" + ("\"" + "x".repeat(1 << 20) + "\",").repeat(17) + "1]");
        assertRefused("9".repeat(1_001));
        assertRefused("1e1000000000");
        assertRefused("1e-1000000000");
        assertRefused("[0." + "0".repeat(500) + "1e-1000]");
    }

    @Test
    void ordinaryNumbersKeepTheirDigits() {
        assertThat(Json.tree("[1e308,0.1,1e400,123456789012345678901234567890]").toString())
                .isEqualTo("[1E+308,0.1,1E+400,123456789012345678901234567890]");
    }

    @Test
    void valuesThatCannotBeWrittenAreNamed() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        assertThatIllegalArgumentException().isThrownBy(() -> Json.write(cycle)).withMessageContaining("ArrayList");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.write(Map.of("thread", new Object())))
                .withMessageContaining("$.thread")
                .withMessageContaining("java.lang.Object");
    }

    @Test
    void halvesOfSurrogatePairsSurvive() {
        String text = "a\ud83d\ude00b\ud83dc\ude00";
        String json = Json.write(text);
        assertThat(json).isEqualTo("\"a\ud83d\ude00b\\ud83dc\\ude00\"");
        assertThat(Json.read(json, String.class)).isEqualTo(text);
    }

    private static void assertRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.tree(json));
    }
}
