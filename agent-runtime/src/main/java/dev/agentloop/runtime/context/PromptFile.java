package dev.agentloop.runtime.context;

import dev.agentloop.AgentConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /**
     * Instructions in a file.
     *
     * @throws AgentConfigurationException when it cannot be read
     */
    public static PromptFile file(Path file) {
        try {
            return new PromptFile(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new AgentConfigurationException(
                    "The instructions in " + file + " cannot be read as UTF-8 text: " + e);
        }
    }

    /**
     * Instructions in a resource beside a class.
     *
     * @throws AgentConfigurationException when it is not there
     */
    public static PromptFile resource(Class<?> anchor, String name) {
        try (InputStream in = anchor.getResourceAsStream(name)) {
            if (in == null) {
                throw new AgentConfigurationException("There is no resource " + name + " beside " + anchor.getName()
                        + ". In a named module its package must be open.");
            }
            return new PromptFile(new String(in.readAllBytes(), StandardCharsets.UTF_8), "resource " + name);
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + name + " cannot be read", e);
        }
    }

    /** The instructions that come with the runtime. */
    public static PromptFile bundled() {
        PromptFile bundled = resource(PromptFile.class, BUNDLED);
        return new PromptFile(bundled.text(), "bundled " + BUNDLED);
    }
}
