package dev.agentloop.approval;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Splits a script for a POSIX-like shell into simple commands. It understands words, quotes, comments and the operators
 * {@code && || ; |} and newline; everything else is reported as unclear. After something unclear it goes on where
 * the following commands are still certain to be commands, so that a forbidden one is found.
 */
final class ShellSplitter {
    /** Scripts are written by a model for one call; longer ones are files in disguise. */
    private static final int LONGEST_SCRIPT = 64 * 1024;

    private static final Set<String> CONTROL_WORDS = Set.of(
            "!",
            "{",
            "}",
            "[[",
            "]]",
            "if",
            "then",
            "else",
            "elif",
            "fi",
            "for",
            "in",
            "while",
            "until",
            "do",
            "done",
            "case",
            "esac",
            "select",
            "function",
            "coproc",
            "always",
            "repeat",
            "foreach",
            "end",
            "nocorrect",
            "noglob");

    private record Word(String text, boolean open) {}

    private final int[] script;
    private final List<ShellScript.Command> commands = new ArrayList<>();
    private final Set<String> unclear = new LinkedHashSet<>();
    private final List<Word> words = new ArrayList<>();
    private int position;
    private @Nullable String danglingOperator;
    private @Nullable String redirection;

    private @Nullable StringBuilder word;
    private boolean quoted;
    private boolean open;
    private boolean brace;

    private ShellSplitter(String script) {
        this.script = script.codePoints().toArray();
    }

    static ShellScript split(String script) {
        if (script.length() > LONGEST_SCRIPT) {
            return new ShellScript(List.of(), List.of("a script of more than " + LONGEST_SCRIPT + " characters"));
        }
        return new ShellSplitter(script).run();
    }

    private ShellScript run() {
        while (position < script.length) {
            step();
        }
        endCommand();
        if (danglingOperator != null) {
            unclear.add("nothing after " + danglingOperator);
        }
        return new ShellScript(List.copyOf(commands), List.copyOf(unclear));
    }

    private void step() {
        int c = script[position];
        switch (c) {
            case ' ', '\t' -> {
                endWord();
                position++;
            }
            case '\n' -> {
                endCommand();
                position++;
            }
            case '\'', '"' -> quotes(c);
            case '\\' -> backslash();
            case '$', '`' -> stop("a substitution");
            case '(', ')' -> stop("a subshell or function");
            case ';', '&', '|' -> operator(c);
            case '<', '>' -> redirect();
            case '#' -> {
                if (word == null) {
                    skipComment();
                } else {
                    plain(c);
                }
            }
            default -> plain(c);
        }
    }

    private void plain(int c) {
        boolean first = word == null;
        if (ShellCharacters.isHidden(c) || ShellCharacters.isLookAlike(c)) {
            unclear.add("the character " + String.format("U+%04X", c));
        }
        open |= c == '*' || c == '?' || c == '[' || first && (c == '~' || c == '=');
        brace |= c == '{';
        append(c);
        position++;
    }

    private void backslash() {
        if (position + 1 >= script.length) {
            unclear.add("a backslash at the end");
        } else if (script[position + 1] != '\n') {
            quoted = true;
            appendQuoted(script[position + 1]);
        }
        position = Math.min(position + 2, script.length);
    }

    private void quotes(int quote) {
        quoted = true;
        word = word == null ? new StringBuilder() : word;
        position++;
        while (position < script.length && script[position] != quote) {
            int c = script[position];
            if (quote == '"' && (c == '$' || c == '`')) {
                stop("a substitution");
                return;
            }
            if (quote == '"' && c == '\\' && position + 1 < script.length && isEscaped(script[position + 1])) {
                position++;
                c = script[position] == '\n' ? -1 : script[position];
            }
            if (c >= 0) {
                appendQuoted(c);
            }
            position++;
        }
        if (position >= script.length) {
            unclear.add("a quote without its end");
        }
        position++;
    }

    private static boolean isEscaped(int c) {
        return c == '$' || c == '`' || c == '"' || c == '\\' || c == '\n';
    }

    private void appendQuoted(int c) {
        if (ShellCharacters.isHidden(c)) {
            unclear.add("the character " + String.format("U+%04X", c));
        }
        append(c);
    }

    private void append(int c) {
        word = word == null ? new StringBuilder() : word;
        word.appendCodePoint(c);
    }

    private void skipComment() {
        while (position < script.length && script[position] != '\n') {
            position++;
        }
    }

    private void operator(int c) {
        boolean doubled = follows(1, c);
        if (c == '&' && follows(1, '>')) {
            redirect();
            return;
        }
        String operator = Character.toString(c).repeat(doubled ? 2 : 1);
        position += operator.length();
        boolean ended = endCommand();
        if (!ended) {
            unclear.add("nothing before " + operator);
        }
        switch (operator) {
            case "&" -> unclear.add("a command in the background");
            case ";;" -> unclear.add("a control word");
            case ";" -> {}
            default -> danglingOperator = operator;
        }
        if (operator.equals("|") && follows(0, '&')) {
            unclear.add("the operator |&");
            position++;
        }
    }

    private void redirect() {
        if (word != null && !quoted && ShellCharacters.isNumber(word)) {
            word = null;
        }
        endWord();
        if (redirection != null) {
            unclear.add("a redirection without its target");
        }
        int start = position;
        while (position < script.length && "<>&|".indexOf(script[position]) >= 0) {
            position++;
        }
        String operator = new String(script, start, position - start);
        if (operator.startsWith("<<")) {
            stop("a here document");
        } else {
            redirection = operator;
        }
    }

    private boolean isHarmless(String operator, String target) {
        return switch (operator) {
            case ">", ">>", "<", "&>", "&>>" -> target.equals("/dev/null");
            case ">&", "<&" -> ShellCharacters.isNumber(target);
            default -> false;
        };
    }

    private void endWord() {
        if (word == null) {
            return;
        }
        String text = word.toString();
        boolean expands = open || brace && (text.contains(",") || text.contains(".."));
        word = null;
        quoted = false;
        open = false;
        brace = false;
        if (redirection != null) {
            if (expands || !isHarmless(redirection, text)) {
                unclear.add("a redirection");
            }
            redirection = null;
        } else if (words.isEmpty() && CONTROL_WORDS.contains(text)) {
            unclear.add("the control word " + text);
        } else if (words.isEmpty() && isAssignment(text)) {
            unclear.add("a variable that is set");
        } else {
            words.add(new Word(text, expands));
        }
    }

    private static boolean isAssignment(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            return false;
        }
        String name = text.substring(0, text.charAt(equals - 1) == '+' ? equals - 1 : equals);
        int bracket = name.indexOf('[');
        return ShellCharacters.isName(bracket < 0 ? name : name.substring(0, bracket));
    }

    /** Ends the command; false when there was none. */
    private boolean endCommand() {
        endWord();
        if (redirection != null) {
            unclear.add("a redirection without its target");
            redirection = null;
        }
        if (words.isEmpty()) {
            return false;
        }
        Word program = words.get(0);
        if (program.open || program.text.isEmpty() || !program.text.chars().allMatch(c -> c > 32 && c < 127)) {
            unclear.add("the command word " + program.text);
        }
        int openFrom = 0;
        while (openFrom < words.size() && !words.get(openFrom).open) {
            openFrom++;
        }
        commands.add(new ShellScript.Command(
                words.stream().map(Word::text).toList(),
                openFrom == words.size() ? ShellScript.Command.NOTHING_OPEN : openFrom));
        words.clear();
        danglingOperator = null;
        return true;
    }

    /** Gives up; the command so far is kept with an open end. */
    private void stop(String reason) {
        unclear.add(reason);
        if (!words.isEmpty() || word != null) {
            append('$');
            open = true;
        }
        position = script.length;
    }

    private boolean follows(int ahead, int c) {
        return position + ahead < script.length && script[position + ahead] == c;
    }
}
