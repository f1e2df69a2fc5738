package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.tool.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes what a message or an output consists of as content blocks. */
final class ContentBlocks {
    private final BiConsumer<String, String> unsupported;

    ContentBlocks(BiConsumer<String, String> unsupported) {
        this.unsupported = unsupported;
    }

    /** The blocks of these parts. A blank text has none: the service refuses it. */
    List<String> of(List<Content> content) throws IOException {
        List<String> blocks = new ArrayList<>();
        for (Content part : content) {
            if (part instanceof Content.Text text) {
                text(text.text()).ifPresent(blocks::add);
            } else if (part instanceof Content.Image image) {
                blocks.add(image(image));
            } else if (part instanceof Content.File file
                    && DataUrl.of(file.dataUrl()).isPresent()) {
                document(file, DataUrl.of(file.dataUrl()).get()).ifPresent(blocks::add);
            } else {
                report(part.getClass().getSimpleName(), "this wire has no form for it");
            }
        }
        return blocks;
    }

    /** A text block; empty when the text is blank. */
    static Optional<String> text(String text) throws IOException {
        if (text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(BlockJson.of("text", json -> json.writeStringField("text", CleanText.of(text))));
    }

    private static String image(Content.Image image) throws IOException {
        Optional<DataUrl> data = DataUrl.of(image.url());
        return BlockJson.of("image", json -> {
            json.writeObjectFieldStart("source");
            if (data.isPresent()) {
                writeBase64(data.get(), json);
            } else {
                json.writeStringField("type", "url");
                json.writeStringField("url", CleanText.of(image.url()));
            }
            json.writeEndObject();
        });
    }

    private Optional<String> document(Content.File file, DataUrl data) throws IOException {
        boolean pdf = data.mediaType().equals("application/pdf");
        Optional<String> text = data.mediaType().startsWith("text/") ? data.text() : Optional.empty();
        if (!pdf && text.isEmpty()) {
            report("File", "this wire carries PDF and text, not " + data.mediaType());
            return Optional.empty();
        }
        return Optional.of(BlockJson.of("document", json -> {
            json.writeObjectFieldStart("source");
            if (pdf) {
                writeBase64(data, json);
            } else {
                json.writeStringField("type", "text");
                json.writeStringField("media_type", "text/plain");
                json.writeStringField("data", CleanText.of(text.get()));
            }
            json.writeEndObject();
            json.writeStringField("title", CleanText.of(file.name()));
        }));
    }

    private static void writeBase64(DataUrl data, JsonGenerator json) throws IOException {
        json.writeStringField("type", "base64");
        json.writeStringField("media_type", data.mediaType());
        json.writeStringField("data", CleanText.of(data.base64()));
    }

    private void report(String type, String why) {
        unsupported.accept("content of type " + type, why + "; it was left out");
    }
}
