package dev.agentloop.runtime.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Schemas of types that are one JSON value. */
final class ScalarSchemas {
    /** The formats that services accept in strict mode. */
    private static final Set<String> STRICT_FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

    private static final Map<Class<?>, Scalar> TABLE = new LinkedHashMap<>();

    static {
        all(new Scalar("string", "", ""), String.class, CharSequence.class, Path.class, ZoneId.class);
        all(new Scalar("string", "", "one character"), char.class, Character.class);
        all(new Scalar("boolean", "", ""), boolean.class, Boolean.class);
        all(new Scalar("integer", "", ""), byte.class, short.class, int.class, long.class);
        all(new Scalar("integer", "", ""), Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);
        all(new Scalar("number", "", ""), float.class, double.class);
        all(new Scalar("number", "", ""), Float.class, Double.class, BigDecimal.class, Number.class);
        all(new Scalar("string", "uuid", ""), UUID.class);
        all(new Scalar("string", "uri", ""), URI.class, URL.class);
        all(new Scalar("string", "date-time", ""), Instant.class, OffsetDateTime.class, ZonedDateTime.class);
        all(new Scalar("string", "date", ""), LocalDate.class);
        all(new Scalar("string", "time", ""), OffsetTime.class);
        all(new Scalar("string", "duration", ""), Duration.class, Period.class);
        all(new Scalar("string", "", "local date and time, such as 2026-01-31T12:30:00"), LocalDateTime.class);
        all(new Scalar("string", "", "local time, such as 12:30:00"), LocalTime.class);
        all(new Scalar("string", "", "year and month, such as 2026-01"), YearMonth.class);
        all(new Scalar("string", "", "bytes in Base64"), byte[].class);
    }

    /**
     * @param note a description for the model where the type alone says too little
     */
    private record Scalar(String type, String format, String note) {}

    private ScalarSchemas() {}

    static Optional<ObjectNode> of(Class<?> type, boolean strict) {
        Scalar scalar = TABLE.get(type);
        if (scalar == null) {
            return Optional.empty();
        }
        ObjectNode node = Json.object().put("type", scalar.type());
        if (!scalar.format().isEmpty() && (!strict || STRICT_FORMATS.contains(scalar.format()))) {
            node.put("format", scalar.format());
        }
        if (!scalar.note().isEmpty()) {
            node.put("description", scalar.note());
        }
        return Optional.of(node);
    }

    private static void all(Scalar scalar, Class<?>... types) {
        for (Class<?> type : types) {
            TABLE.put(type, scalar);
        }
    }
}
