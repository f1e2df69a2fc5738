package dev.agentloop.approval;

import dev.agentloop.AgentException;
import java.util.Objects;
import org.apiguardian.api.API;

/** A rule file cannot be used. The message starts with the place: {@code file:line:column}. */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public class ExecRuleException extends AgentException {
    private static final long serialVersionUID = 1L;

    private final String fileName;
    private final int line;
    private final int column;

    public ExecRuleException(String fileName, int line, int column, String problem) {
        super(fileName + ":" + line + ":" + column + ": " + problem, null);
        this.fileName = Objects.requireNonNull(fileName, "fileName");
        this.line = line;
        this.column = column;
    }

    /** The file, as it was named when it was loaded. */
    public String fileName() {
        return fileName;
    }

    /** The line, counted from 1. */
    public int line() {
        return line;
    }

    /** The column in characters (code points), counted from 1. */
    public int column() {
        return column;
    }
}
