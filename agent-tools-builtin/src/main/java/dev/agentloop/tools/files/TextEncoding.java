package dev.agentloop.tools.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the bytes of a file are text. A byte order mark decides; without one UTF-8, then Windows-1252, then ISO-8859-1,
 * the first in which the whole file is valid. Whatever was decoded is encoded back to the same bytes.
 */
public enum TextEncoding {
    UTF_8_WITH_MARK(UTF_8, 0xef, 0xbb, 0xbf),
    UTF_32LE(Charset.forName("UTF-32LE"), 0xff, 0xfe, 0, 0),
    UTF_32BE(Charset.forName("UTF-32BE"), 0, 0, 0xfe, 0xff),
    UTF_16LE_WITH_MARK(UTF_16LE, 0xff, 0xfe),
    UTF_16BE_WITH_MARK(UTF_16BE, 0xfe, 0xff),
    PLAIN_UTF_8(UTF_8),
    WINDOWS_1252(Charset.forName("windows-1252")),
    LATIN_1(ISO_8859_1);

    private final Charset charset;
    private final byte[] mark;

    TextEncoding(Charset charset, int... mark) {
        this.charset = charset;
        this.mark = new byte[mark.length];
        for (int i = 0; i < mark.length; i++) {
            this.mark[i] = (byte) mark[i];
        }
    }

    /** A text and how to write it back. */
    public record Decoded(TextEncoding encoding, String text) {}

    /** The text of the bytes; empty for binary data. */
    public static Optional<Decoded> decode(byte[] bytes) {
        for (TextEncoding encoding : values()) {
            boolean legacy = encoding == WINDOWS_1252 || encoding == LATIN_1;
            if (startsWith(bytes, encoding.mark) && !(legacy && containsNul(bytes))) {
                Optional<String> text = encoding.tryDecode(bytes);
                if (text.isPresent()) {
                    return Optional.of(new Decoded(encoding, text.get()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> tryDecode(byte[] bytes) {
        try {
            ByteBuffer content = ByteBuffer.wrap(bytes, mark.length, bytes.length - mark.length);
            return Optional.of(charset.newDecoder().decode(content).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The bytes of a text. @throws CharacterCodingException when a character has no place in this encoding */
    public byte[] encode(String text) throws CharacterCodingException {
        ByteBuffer content = charset.newEncoder().encode(CharBuffer.wrap(text));
        byte[] bytes = Arrays.copyOf(mark, mark.length + content.remaining());
        content.get(bytes, mark.length, content.remaining());
        return bytes;
    }

    /** Whether a byte order mark, which is no part of the text, stands first. */
    public boolean hasMark() {
        return mark.length > 0;
    }

    /** The name people know. */
    public String displayName() {
        return charset.displayName();
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static boolean containsNul(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }
}
