package dev.agentloop.testkit.tck;

import org.apiguardian.api.API;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of a {@code ToolProvider} as tests. Extend it, return a new provider, and name some calls to try.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
@Timeout(60)
public abstract class ToolProviderTck extends ToolTckBase {
    /**
     * A call to try.
     *
     * @param toolName the tool
     * @param argumentsJson arguments that follow its schema
     */
    public record SampleCall(String toolName, String argumentsJson) {}

    /** For subclasses. */
    protected ToolProviderTck() {}

    /** What the model is told about the tools. */
    @Nested
    class Specs extends ToolSpecs {
        Specs() {
            super(ToolProviderTck.this);
        }
    }

    /** What the tools do. */
    @Nested
    class Calls extends ToolCalls {
        Calls() {
            super(ToolProviderTck.this);
        }
    }
}
