package dev.agentloop.runtime.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.function.Function;

/**
 * JSON forms of JDK types that Jackson alone does not know or writes in another way: dates and times in their ISO text
 * form, paths as plain text, {@code Optional} values as the value or nothing. Written here to save two libraries.
 */
final class ValueTypes {
    private ValueTypes() {}

    static SimpleModule module() {
        SimpleModule module = new SimpleModule("values");
        text(module, Instant.class, Instant::parse);
        text(module, LocalDate.class, LocalDate::parse);
        text(module, LocalTime.class, LocalTime::parse);
        text(module, LocalDateTime.class, LocalDateTime::parse);
        text(module, OffsetTime.class, OffsetTime::parse);
        text(module, OffsetDateTime.class, OffsetDateTime::parse);
        text(module, ZonedDateTime.class, ZonedDateTime::parse);
        text(module, Duration.class, Duration::parse);
        text(module, Period.class, Period::parse);
        text(module, YearMonth.class, YearMonth::parse);
        text(module, ZoneId.class, ZoneId::of);
        text(module, Path.class, Path::of);
        OptionalTypes.addTo(module);
        return module;
    }

    /** Adds a type that is written as its text form and read back from it. */
    static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, new JsonSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(value.toString());
            }
        });
        module.addDeserializer(type, new JsonDeserializer<T>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                if (!in.hasToken(JsonToken.VALUE_STRING)) {
                    return type.cast(context.handleUnexpectedToken(type, in));
                }
                String text = in.getText();
                try {
                    return parse.apply(text);
                } catch (DateTimeException | IllegalArgumentException e) {
                    return type.cast(context.handleWeirdStringValue(type, text, "%s", e.getMessage()));
                }
            }
        });
    }
}
