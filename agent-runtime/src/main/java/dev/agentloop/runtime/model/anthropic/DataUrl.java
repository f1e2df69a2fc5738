package dev.agentloop.runtime.model.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * A {@code data:} URL with base64 content.
 *
 * @param mediaType in lower case, without parameters
 */
record DataUrl(String mediaType, String base64) {
    private static final String SCHEME = "data:";
    private static final String ENCODING = ";base64";

    /** Empty when it is another URL. */
    static Optional<DataUrl> of(String url) {
        int comma = url.indexOf(',');
        if (comma < 0 || !url.startsWith(SCHEME) || !url.substring(0, comma).endsWith(ENCODING)) {
            return Optional.empty();
        }
        String type = url.substring(SCHEME.length(), comma - ENCODING.length());
        int parameters = type.indexOf(';');
        String bare = parameters < 0 ? type : type.substring(0, parameters);
        return Optional.of(new DataUrl(bare.toLowerCase(Locale.ROOT), url.substring(comma + 1)));
    }

    /** The content as UTF-8; empty when it is not base64. */
    Optional<String> text() {
        try {
            return Optional.of(new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
