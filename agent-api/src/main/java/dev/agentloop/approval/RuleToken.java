package dev.agentloop.approval;

/** A token of a rule file with its place. The text of a string is what it means, without quotes and escapes. */
record RuleToken(Kind kind, String text, int line, int column) {
    enum Kind {
        NAME,
        STRING,
        SYMBOL,
        NEWLINE,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    ExecRuleException problem(String fileName, String problem) {
        return new ExecRuleException(fileName, line, column, problem);
    }

    /** For a message: "the name x". */
    String described() {
        return switch (kind) {
            case NAME -> "the name " + text;
            case STRING -> "a string";
            case SYMBOL -> "'" + text + "'";
            case NEWLINE -> "the end of the line";
            case END -> "the end of the file";
        };
    }
}
