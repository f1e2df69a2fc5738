package dev.agentloop.sandbox;

import java.util.Objects;
import org.apiguardian.api.API;

/**
 * What was kept of one output stream. Bytes that are not UTF-8 became replacement characters.
 *
 * @param text the kept text; when truncated, its beginning and its end with a line between that says how much is missing
 * @param totalBytes how much the command wrote
 * @param truncated whether anything is missing in {@code text}
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record CapturedOutput(String text, long totalBytes, boolean truncated) {
    public CapturedOutput {
        Objects.requireNonNull(text, "text");
        if (totalBytes < 0) {
            throw new IllegalArgumentException("totalBytes: " + totalBytes + " is negative");
        }
    }
}
