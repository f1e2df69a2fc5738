package dev.agentloop.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.apiguardian.api.API;

/**
 * One part of a message or of a tool's output. Minor versions may add kinds; a model provider that cannot carry one
 * reports it with {@link dev.agentloop.model.ModelRequest#reportUnsupported} instead of dropping it silently.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public interface Content {

    /**
     * Plain text.
     *
     * @param text the text, may be empty
     */
    record Text(String text) implements Content {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * An image.
     *
     * @param url an {@code https:} address or a {@code data:} URL
     */
    record Image(String url) implements Content {
        public Image {
            Objects.requireNonNull(url, "url");
        }

        /** An image carried as a {@code data:} URL. */
        public static Image of(String mediaType, byte[] bytes) {
            return new Image(encode(mediaType, bytes));
        }

        /**
         * Reads an image file; the media type follows from the file's name.
         *
         * @throws UncheckedIOException when the file cannot be read
         * @throws IllegalArgumentException when the name does not end in png, jpg, jpeg, gif or webp
         */
        public static Image read(Path file) {
            String name = String.valueOf(file.getFileName());
            String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            String mediaType = switch (extension) {
                case "png", "gif", "webp" -> "image/" + extension;
                case "jpg", "jpeg" -> "image/jpeg";
                default ->
                    throw new IllegalArgumentException("Cannot tell the image type of " + file
                            + ": use a file named *.png, *.jpg, *.gif or *.webp, or Image.of(mediaType, bytes)");
            };
            return of(mediaType, readAll(file));
        }
    }

    /**
     * A document, such as a PDF.
     *
     * @param name the file name shown to the model
     * @param dataUrl the content as a {@code data:} URL
     */
    record File(String name, String dataUrl) implements Content {
        public File {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(dataUrl, "dataUrl");
        }

        /**
         * Reads a document.
         *
         * @throws UncheckedIOException when the file cannot be read
         */
        public static File read(Path file) {
            String name = String.valueOf(file.getFileName());
            String mediaType = name.toLowerCase(Locale.ROOT).endsWith(".pdf") ? "application/pdf" : "text/plain";
            return new File(name, encode(mediaType, readAll(file)));
        }
    }

    private static String encode(String mediaType, byte[] bytes) {
        return "data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] readAll(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e, e);
        }
    }
}
