package dev.agentloop;

import dev.agentloop.tool.Content;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a user says in one message: text, images and files in order.
 *
 * <pre>{@code
 * UserInput.text("What is wrong here?").and(UserInput.image(Path.of("screen.png")))
 * }</pre>
 *
 * @param parts at least one part
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record UserInput(List<Content> parts) {
    /** @throws IllegalArgumentException when there is no part */
    public UserInput {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("User input needs at least one part: text, an image or a file");
        }
    }

    /** One text part. */
    public static UserInput text(String text) {
        return new UserInput(List.of(new Content.Text(text)));
    }

    /**
     * One image, read now and carried inside the request.
     *
     * @throws java.io.UncheckedIOException when the file cannot be read
     */
    public static UserInput image(Path file) {
        return new UserInput(List.of(Content.Image.read(file)));
    }

    /**
     * One document, read now and carried inside the request.
     *
     * @throws java.io.UncheckedIOException when the file cannot be read
     */
    public static UserInput file(Path file) {
        return new UserInput(List.of(Content.File.read(file)));
    }

    /** The parts of this input followed by those of another. */
    public UserInput and(UserInput other) {
        List<Content> all = new ArrayList<>(parts);
        all.addAll(other.parts);
        return new UserInput(all);
    }

    /** The text parts, joined by line ends; empty when there is none. */
    public String text() {
        List<String> texts = new ArrayList<>();
        for (Content part : parts) {
            if (part instanceof Content.Text text) {
                texts.add(text.text());
            }
        }
        return String.join("\n", texts);
    }
}
