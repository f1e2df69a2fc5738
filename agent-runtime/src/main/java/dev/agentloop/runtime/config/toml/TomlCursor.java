package dev.agentloop.runtime.config.toml;

/** A place in a text, and what may be skipped there. */
final class TomlCursor {
    /** Stands for the end; no character of TOML. */
    static final char END = '\uffff';

    private final String text;
    private int at;
    private int line = 1;

    TomlCursor(String text) {
        this.text = text;
    }

    int line() {
        return line;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    /** The next character, which a person's text may hold: no control character but tab and line end. */
    char next() {
        if (atEnd()) {
            throw error("the text ends too early");
        }
        char c = text.charAt(at++);
        if (c == '\n') {
            line++;
        } else if (c == '\r' && peek() != '\n') {
            throw error("a carriage return without a line feed is not allowed");
        } else if ((c < ' ' && c != '\t' && c != '\r') || c == 0x7f) {
            throw error(String.format("the control character \\u%04x is not allowed", (int) c));
        }
        return c;
    }

    boolean take(String expected) {
        if (!text.startsWith(expected, at)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    void require(char expected, String where) {
        if (peek() != expected || atEnd()) {
            throw error("expected '" + expected + "' " + where + ", found " + found());
        }
        next();
    }

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /** Blanks, comments and line ends. */
    void skipLines() {
        while (true) {
            skipBlanks();
            if (peek() == '#') {
                skipComment();
            } else if (peek() == '\n' || peek() == '\r') {
                next();
            } else {
                return;
            }
        }
    }

    /** What may follow a value or a header on its line. */
    void requireLineEnd() {
        skipBlanks();
        if (peek() == '#') {
            skipComment();
        }
        if (!atEnd() && peek() != '\n' && peek() != '\r') {
            throw error("expected the end of the line, found " + found());
        }
    }

    private void skipComment() {
        while (!atEnd() && peek() != '\n' && !(peek() == '\r' && peek(1) == '\n')) {
            next();
        }
    }

    /** The characters up to the first that ends a number, date or word. */
    String word() {
        int start = at;
        while (!atEnd() && " \t\r\n,]}#=".indexOf(peek()) < 0) {
            at++;
        }
        // A date and a time may be parted by one space.
        if (at - start == 10 && text.charAt(start + 4) == '-' && peek() == ' ' && Character.isDigit(peek(1))) {
            at++;
            word();
        }
        return text.substring(start, at);
    }

    String found() {
        if (atEnd()) {
            return "the end of the text";
        }
        return peek() == '\n' || peek() == '\r' ? "the end of the line" : "'" + peek() + "'";
    }

    TomlException error(String message) {
        return new TomlException(line, message);
    }
}
