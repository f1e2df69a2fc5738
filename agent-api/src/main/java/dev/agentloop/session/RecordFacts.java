package dev.agentloop.session;

import dev.agentloop.TokenUsage;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * What a record means to a list or a search, so that a store need not read its content.
 *
 * @param sequence the record
 * @param text what was said, to be found by {@link dev.agentloop.spi.SessionStore#search}; may be empty
 * @param usage tokens that the record accounts for, to be added to the session's total
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record RecordFacts(long sequence, String text, TokenUsage usage) {
    public RecordFacts {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(usage, "usage");
    }

    /** Words without tokens. */
    public static RecordFacts text(long sequence, String text) {
        return new RecordFacts(sequence, text, TokenUsage.NONE);
    }

    /** Tokens without words. */
    public static RecordFacts usage(long sequence, TokenUsage usage) {
        return new RecordFacts(sequence, "", usage);
    }
}
