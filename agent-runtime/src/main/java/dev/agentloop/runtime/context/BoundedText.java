package dev.agentloop.runtime.context;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The beginning of a text file, never more than asked for. Bytes that are no UTF-8 are replaced.
 *
 * @param text what was read, cut at the boundary of a character
 * @param bytesRead how much of the file that is
 * @param fileBytes how big the file is
 * @param binary whether it holds a NUL byte and so is no text
 */
record BoundedText(String text, long bytesRead, long fileBytes, boolean binary) {
    static BoundedText read(Path file, long maxBytes) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes((int) Math.min(maxBytes, Integer.MAX_VALUE - 8));
        }
        long size = Math.max(bytes.length, Files.size(file));
        return new BoundedText(decode(bytes, size > bytes.length), bytes.length, size, holdsNul(bytes));
    }

    boolean isCut() {
        return fileBytes > bytesRead;
    }

    /** Of a cut text the last character is dropped when it is not whole. */
    private static String decode(byte[] bytes, boolean cut) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        decoder.decode(ByteBuffer.wrap(bytes), text, !cut);
        if (!cut) {
            decoder.flush(text);
        }
        return text.flip().toString();
    }

    private static boolean holdsNul(byte[] bytes) {
        for (byte each : bytes) {
            if (each == 0) {
                return true;
            }
        }
        return false;
    }
}
