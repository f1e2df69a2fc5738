package dev.agentloop.tools.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;

/** The image formats that model services take, told by the first bytes: a name can lie. */
enum ImageType {
    PNG("image/png", "\u0089PNG\r\n\u001a\n", ""),
    JPEG("image/jpeg", "\u00ff\u00d8\u00ff", ""),
    GIF("image/gif", "GIF8", ""),
    WEBP("image/webp", "RIFF", "WEBP");

    private static final int SECOND_MARK_AT = 8;

    private final String mediaType;
    private final String firstMark;
    private final String secondMark;

    ImageType(String mediaType, String firstMark, String secondMark) {
        this.mediaType = mediaType;
        this.firstMark = firstMark;
        this.secondMark = secondMark;
    }

    String mediaType() {
        return mediaType;
    }

    static Optional<ImageType> of(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 16), ISO_8859_1);
        for (ImageType type : values()) {
            boolean second = type.secondMark.isEmpty() || start.startsWith(type.secondMark, SECOND_MARK_AT);
            if (start.startsWith(type.firstMark) && second) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
