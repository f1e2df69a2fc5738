package dev.agentloop.runtime.json;

import dev.agentloop.tool.Content;
import java.util.Map;

/** The kinds of content in JSON. */
final class ContentKinds {
    static final Kinds<Content> KINDS = new Kinds<>(
            "content",
            Map.of("text", Content.Text.class, "image", Content.Image.class, "file", Content.File.class),
            value -> {
                throw new IllegalArgumentException(
                        "Content of " + value.getClass().getTypeName()
                                + " cannot be stored: use Content.Text, Content.Image or Content.File");
            },
            (name, node) -> {
                throw new IllegalArgumentException(
                        "Content of the unknown type '" + name + "': expected text, image or file");
            });

    private ContentKinds() {}
}
