package dev.agentloop.runtime.config.toml;

/** A text is no TOML. */
public final class TomlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    TomlException(int line, String message) {
        super(message);
        this.line = line;
    }

    /** Where, from 1. */
    public int line() {
        return line;
    }
}
