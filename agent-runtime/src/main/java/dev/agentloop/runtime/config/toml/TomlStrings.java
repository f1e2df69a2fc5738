package dev.agentloop.runtime.config.toml;

/** The four kinds of strings. */
final class TomlStrings {
    private TomlStrings() {}

    static String read(TomlCursor cursor) {
        if (cursor.take("\"\"\"")) {
            return multiLine(cursor, '"');
        }
        if (cursor.take("'''")) {
            return multiLine(cursor, '\'');
        }
        return oneLine(cursor);
    }

    /** A string on one line, as keys are too. */
    static String oneLine(TomlCursor cursor) {
        char quote = cursor.next();
        StringBuilder text = new StringBuilder();
        while (cursor.peek() != quote || cursor.atEnd()) {
            if (cursor.atEnd() || cursor.peek() == '\n' || cursor.peek() == '\r') {
                throw cursor.error("the string lacks its closing " + quote);
            }
            char c = cursor.next();
            if (c == '\\' && quote == '"') {
                escape(cursor, text);
            } else {
                text.append(c);
            }
        }
        cursor.next();
        return text.toString();
    }

    private static String multiLine(TomlCursor cursor, char quote) {
        String closing = String.valueOf(quote).repeat(3);
        int begins = cursor.line();
        if (cursor.peek() == '\r') {
            cursor.next();
        }
        if (cursor.peek() == '\n') {
            cursor.next();
        }
        StringBuilder text = new StringBuilder();
        while (true) {
            if (cursor.atEnd()) {
                throw new TomlException(begins, "the string that begins here lacks its closing " + closing);
            }
            if (cursor.take(closing)) {
                // Up to two quotes may stand right before the closing ones.
                for (int more = 0; more < 2 && cursor.peek() == quote; more++) {
                    text.append(cursor.next());
                }
                return text.toString();
            }
            char c = cursor.next();
            if (c == '\\' && quote == '"') {
                if (!lineEnds(cursor)) {
                    escape(cursor, text);
                }
            } else if (c != '\r') {
                text.append(c);
            }
        }
    }

    /** After a backslash: whether the line ends there; then all blanks and line ends are skipped. */
    private static boolean lineEnds(TomlCursor cursor) {
        int ahead = 0;
        while (cursor.peek(ahead) == ' ' || cursor.peek(ahead) == '\t') {
            ahead++;
        }
        if (cursor.peek(ahead) != '\n' && cursor.peek(ahead) != '\r') {
            return false;
        }
        while (" \t\r\n".indexOf(cursor.peek()) >= 0) {
            cursor.next();
        }
        return true;
    }

    private static void escape(TomlCursor cursor, StringBuilder text) {
        char c = cursor.next();
        switch (c) {
            case 'b' -> text.append('\b');
            case 't' -> text.append('\t');
            case 'n' -> text.append('\n');
            case 'f' -> text.append('\f');
            case 'r' -> text.append('\r');
            case '"', '\\' -> text.append(c);
            case 'u' -> text.appendCodePoint(codePoint(cursor, 4));
            case 'U' -> text.appendCodePoint(codePoint(cursor, 8));
            default ->
                throw cursor.error(
                        "\\" + c + " is no escape; write \\\\ for a backslash, or use a string in single" + " quotes");
        }
    }

    private static int codePoint(TomlCursor cursor, int digits) {
        long value = 0;
        for (int digit = 0; digit < digits; digit++) {
            int one = Character.digit(cursor.peek(), 16);
            if (one < 0 || cursor.peek() > 'f') {
                throw cursor.error("expected " + digits + " hexadecimal digits, found " + cursor.found());
            }
            cursor.next();
            value = value * 16 + one;
        }
        if (value > Character.MAX_CODE_POINT || (value >= 0xd800 && value <= 0xdfff)) {
            throw cursor.error(String.format("U+%04X is no character", value));
        }
        return (int) value;
    }
}
