package dev.agentloop.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.1 requests from one connection. */
final class HttpRequestReader {
    private static final int MAX_LINE_BYTES = 64 * 1024;

    private final InputStream in;
    private final HttpOut out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);

    HttpRequestReader(InputStream buffered, HttpOut out) {
        this.in = buffered;
        this.out = out;
    }

    /**
     * Waits for the next request.
     *
     * @return null when the client closed the connection
     */
    @Nullable
    RecordedRequest read() throws IOException {
        String start = readLine();
        if (start == null) {
            return null;
        }
        String[] parts = start.split(" ");
        if (parts.length != 3) {
            throw new IOException("Not an HTTP request: " + start);
        }
        Map<String, List<String>> headers = readHeaders();
        if (headers.getOrDefault("expect", List.of()).contains("100-continue")) {
            out.interim("HTTP/1.1 100 Continue");
        }
        return new RecordedRequest(parts[0], parts[1], headers, readBody(headers));
    }

    private Map<String, List<String>> readHeaders() throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        while (true) {
            String header = readLine();
            if (header == null) {
                throw new EOFException("The connection ended inside the headers");
            }
            if (header.isEmpty()) {
                return headers;
            }
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IOException("Not a header: " + header);
            }
            String name = header.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            headers.computeIfAbsent(name, key -> new ArrayList<>(1))
                    .add(header.substring(colon + 1).strip());
        }
    }

    private byte[] readBody(Map<String, List<String>> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
            return readChunks();
        }
        List<String> length = headers.get("content-length");
        return length == null ? new byte[0] : readExactly(Integer.parseInt(length.get(0)));
    }

    private byte[] readChunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = readLine();
            if (size == null) {
                throw new EOFException("The connection ended inside the body");
            }
            int length = Integer.parseInt(size.split(";")[0].strip(), 16);
            body.writeBytes(readExactly(length));
            readLine();
            if (length == 0) {
                return body.toByteArray();
            }
        }
    }

    private byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The connection ended inside the body");
        }
        return bytes;
    }

    private @Nullable String readLine() throws IOException {
        line.reset();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (line.size() == MAX_LINE_BYTES) {
                throw new IOException("A line of the request is longer than " + MAX_LINE_BYTES + " bytes");
            }
            line.write(next);
            next = in.read();
        }
        if (next < 0 && line.size() == 0) {
            return null;
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
