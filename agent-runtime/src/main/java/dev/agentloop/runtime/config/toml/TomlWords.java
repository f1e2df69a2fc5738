package dev.agentloop.runtime.config.toml;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Values that are written without quotes: booleans, numbers, dates and times. */
final class TomlWords {
    private static final String DIGITS = "(0|[1-9](_?[0-9])*)";
    private static final Pattern INTEGER = Pattern.compile("[+-]?" + DIGITS);
    private static final Pattern PREFIXED =
            Pattern.compile("0x[0-9A-Fa-f](_?[0-9A-Fa-f])*|0o[0-7](_?[0-7])*|0b[01](_?[01])*");
    private static final Pattern FLOAT =
            Pattern.compile("[+-]?" + DIGITS + "(\\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?");
    private static final Pattern OFFSET = Pattern.compile("[Zz]|[+-][0-9]{2}:[0-9]{2}");

    // Longer than any number or date; the patterns take stack for what they repeat.
    private static final int MAX_LENGTH = 100;

    private TomlWords() {}

    static Object read(TomlCursor cursor) {
        String word = cursor.word();
        if (word.isEmpty()) {
            throw cursor.error("expected a value, found " + cursor.found());
        }
        if (word.length() > MAX_LENGTH) {
            throw cursor.error("expected a value; a string needs quotes");
        }
        try {
            return value(word, cursor);
        } catch (NumberFormatException tooLarge) {
            throw cursor.error(word + " does not fit into 64 bits");
        } catch (DateTimeException impossible) {
            throw cursor.error(word + " is no date or time");
        }
    }

    private static Object value(String word, TomlCursor cursor) {
        switch (word) {
            case "true":
                return Boolean.TRUE;
            case "false":
                return Boolean.FALSE;
            case "inf", "+inf":
                return Double.POSITIVE_INFINITY;
            case "-inf":
                return Double.NEGATIVE_INFINITY;
            case "nan", "+nan", "-nan":
                return Double.NaN;
            default:
                return number(word, cursor);
        }
    }

    private static Object number(String word, TomlCursor cursor) {
        String digits = word.replace("_", "");
        if (INTEGER.matcher(word).matches()) {
            return Long.parseLong(digits);
        }
        if (PREFIXED.matcher(word).matches()) {
            int radix = word.charAt(1) == 'x' ? 16 : word.charAt(1) == 'o' ? 8 : 2;
            return Long.parseLong(digits.substring(2), radix);
        }
        if (FLOAT.matcher(word).matches()) {
            return Double.parseDouble(digits);
        }
        return dateOrTime(word, cursor);
    }

    private static Object dateOrTime(String word, TomlCursor cursor) {
        if (DATE.matcher(word).matches()) {
            return LocalDate.parse(word);
        }
        if (TIME.matcher(word).matches()) {
            return LocalTime.parse(word);
        }
        boolean both = word.length() > 18 && DATE.matcher(word.substring(0, 10)).matches();
        if (both && "Tt ".indexOf(word.charAt(10)) >= 0) {
            String time = word.substring(11);
            int end = 8;
            while (end < time.length() && (time.charAt(end) == '.' || Character.isDigit(time.charAt(end)))) {
                end++;
            }
            String offset = time.substring(end);
            if (TIME.matcher(time.substring(0, end)).matches()) {
                String local = word.substring(0, 10) + "T" + time.substring(0, end);
                if (offset.isEmpty()) {
                    return LocalDateTime.parse(local);
                }
                if (OFFSET.matcher(offset).matches()) {
                    return OffsetDateTime.parse(local + offset.replace('z', 'Z'));
                }
            }
        }
        throw cursor.error("'" + word + "' is no value; a string needs quotes");
    }
}
