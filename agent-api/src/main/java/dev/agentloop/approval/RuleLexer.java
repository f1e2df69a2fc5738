package dev.agentloop.approval;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a rule file into tokens. The language is the part of Starlark that rule files are written in; what is outside of
 * it is an error. Line ends inside brackets are no tokens.
 */
final class RuleLexer {
    private static final String SYMBOLS = "()[],=;";

    private final int[] source;
    private final String fileName;
    private final List<RuleToken> tokens = new ArrayList<>();
    private int position;
    private int line = 1;
    private int column = 1;
    private int openBrackets;

    private RuleLexer(String source, String fileName) {
        this.source = source.replace("\r\n", "\n").codePoints().toArray();
        this.fileName = fileName;
    }

    static List<RuleToken> tokens(String source, String fileName) {
        return new RuleLexer(source, fileName).run();
    }

    /** A string of a rule file; the opposite of reading it. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c < ' ' || c == 127) {
                quoted.append(String.format("\\x%02x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }

    private List<RuleToken> run() {
        while (position < source.length) {
            int c = peek(0);
            if (c == ' ') {
                advance();
            } else if (c == '#') {
                skipComment();
            } else if (c == '\\' && peek(1) == '\n') {
                advance();
                advance();
            } else if (c == '\n') {
                newline();
            } else if (c == '"' || c == '\'') {
                string(false);
            } else if (c == 'r' && (peek(1) == '"' || peek(1) == '\'')) {
                string(true);
            } else if (isNameStart(c)) {
                name();
            } else if (c < 128 && SYMBOLS.indexOf(c) >= 0) {
                symbol(c);
            } else {
                throw problem(c == '\t' ? "tabs are not allowed; indent with spaces" : unexpected(c));
            }
        }
        tokens.add(new RuleToken(RuleToken.Kind.END, "", line, column));
        return tokens;
    }

    private static String unexpected(int c) {
        return "unexpected " + (c > ' ' && c < 127 ? "'" + (char) c + "'" : "character " + String.format("U+%04X", c))
                + "; a rule file holds only calls of prefix_rule, host_executable and network_rule with strings and lists";
    }

    private void skipComment() {
        while (position < source.length && peek(0) != '\n') {
            advance();
        }
    }

    private void newline() {
        if (openBrackets == 0) {
            tokens.add(new RuleToken(RuleToken.Kind.NEWLINE, "\n", line, column));
        }
        advance();
    }

    private void symbol(int c) {
        openBrackets = Math.max(0, openBrackets + (c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0));
        tokens.add(new RuleToken(RuleToken.Kind.SYMBOL, Character.toString(c), line, column));
        advance();
    }

    private void name() {
        int startColumn = column;
        StringBuilder name = new StringBuilder();
        while (position < source.length && (isNameStart(peek(0)) || peek(0) >= '0' && peek(0) <= '9')) {
            name.appendCodePoint(advance());
        }
        tokens.add(new RuleToken(RuleToken.Kind.NAME, name.toString(), line, startColumn));
    }

    private void string(boolean raw) {
        int startLine = line;
        int startColumn = column;
        if (raw) {
            advance();
        }
        int quote = advance();
        boolean triple = peek(0) == quote && peek(1) == quote;
        if (triple) {
            advance();
            advance();
        }
        StringBuilder text = new StringBuilder();
        while (!closes(quote, triple)) {
            if (position >= source.length || peek(0) == '\n' && !triple) {
                throw new ExecRuleException(fileName, startLine, startColumn, "the string has no end");
            }
            if (peek(0) != '\\') {
                text.appendCodePoint(advance());
            } else if (raw) {
                text.appendCodePoint(advance());
                if (position < source.length && (triple || peek(0) != '\n')) {
                    text.appendCodePoint(advance());
                }
            } else {
                escape(text);
            }
        }
        tokens.add(new RuleToken(RuleToken.Kind.STRING, text.toString(), startLine, startColumn));
    }

    private boolean closes(int quote, boolean triple) {
        if (peek(0) != quote || triple && (peek(1) != quote || peek(2) != quote)) {
            return false;
        }
        for (int i = triple ? 3 : 1; i > 0; i--) {
            advance();
        }
        return true;
    }

    /** An unknown escape stands for itself with its backslash, as in Starlark. */
    private void escape(StringBuilder text) {
        int startColumn = column;
        advance();
        int c = position < source.length ? advance() : -1;
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'a' -> text.append('\u0007');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'v' -> text.append('\u000b');
            case '\\', '\'', '"' -> text.append((char) c);
            case '\n' -> {}
            case 'x' -> text.appendCodePoint(digits(startColumn, 2, 2, 16, 0));
            case 'u' -> text.appendCodePoint(digits(startColumn, 4, 4, 16, 0));
            case 'U' -> text.appendCodePoint(digits(startColumn, 8, 8, 16, 0));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> text.appendCodePoint(digits(startColumn, 0, 2, 8, c - '0'));
            case -1 -> text.append('\\');
            default -> text.append('\\').appendCodePoint(c);
        }
    }

    private int digits(int startColumn, int least, int most, int radix, int first) {
        long value = first;
        int count = 0;
        while (count < most && peek(0) >= 0 && peek(0) < 128 && Character.digit(peek(0), radix) >= 0) {
            value = value * radix + Character.digit(advance(), radix);
            count++;
        }
        boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
        if (count < least || value > Character.MAX_CODE_POINT || surrogate) {
            throw new ExecRuleException(fileName, line, startColumn, "the string escape is not a character");
        }
        return (int) value;
    }

    private static boolean isNameStart(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private int peek(int ahead) {
        return position + ahead < source.length ? source[position + ahead] : -1;
    }

    private int advance() {
        int c = source[position++];
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return c;
    }

    private ExecRuleException problem(String problem) {
        return new ExecRuleException(fileName, line, column, problem);
    }
}
