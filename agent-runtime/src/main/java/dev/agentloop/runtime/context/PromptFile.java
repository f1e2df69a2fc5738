package dev.agentloop.runtime.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Instructions in Markdown.
 *
 * @param text the instructions; may be empty
 * @param source where they come from, for people
 */
public record PromptFile(String text, String source) {
    private static final String BUNDLED = "instructions.md";

    /** Instructions the application gave. */
    public static PromptFile given(String markdown) {
        return new PromptFile(markdown, "Agent.Builder.instructions");
    }

    /** The instructions that come with the runtime. */
    public static PromptFile bundled() {
        try (InputStream in = PromptFile.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException("The runtime's jar lacks the resource " + BUNDLED);
            }
            return new PromptFile(new String(in.readAllBytes(), StandardCharsets.UTF_8), "bundled " + BUNDLED);
        } catch (IOException e) {
            throw new UncheckedIOException("The runtime's resource " + BUNDLED + " cannot be read", e);
        }
    }
}
