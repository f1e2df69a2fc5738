package dev.agentloop.sandbox.linux.proxy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Reads the handshake of a client and knows what came after it. */
final class ClientInput {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final SocketChannel client;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);

    ClientInput(SocketChannel client) {
        this.client = client;
    }

    /** The next byte, which stays. */
    int peek() throws IOException {
        fill();
        return buffer.get(buffer.position()) & 0xFF;
    }

    int unsignedByte() throws IOException {
        fill();
        return buffer.get() & 0xFF;
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) unsignedByte();
        }
        return bytes;
    }

    /** The head of a request with its empty line. */
    String untilEmptyLine(int maxBytes) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 4) {
            int next = unsignedByte();
            head.write(next);
            ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
            if (head.size() > maxBytes) {
                throw new ProtocolException("The head of the request is longer than " + maxBytes + " bytes");
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** What was read beyond the handshake. */
    ByteBuffer rest() {
        return buffer;
    }

    void answer(byte[] bytes) throws IOException {
        write(client, ByteBuffer.wrap(bytes));
    }

    static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void fill() throws IOException {
        if (!buffer.hasRemaining()) {
            int count = client.read(buffer.clear());
            buffer.flip();
            if (count < 0) {
                throw new EOFException("The client went away during the handshake");
            }
        }
    }
}
