package dev.agentloop.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The sending half of a connection: writes exactly the bytes it is told to, each call in one write. */
final class HttpOut {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final OutputStream out;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream(4096);
    private boolean chunked;

    HttpOut(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** Starts a response; the bytes go out with the first flush. */
    void head(int status, Map<String, String> headers, long contentLength) {
        chunked = contentLength < 0;
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason(status))
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (chunked) {
            head.append("transfer-encoding: chunked\r\n");
        } else {
            head.append("content-length: ").append(contentLength).append("\r\n");
        }
        pending.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Adds a part of the body as a chunk of its own. */
    void body(byte[] bytes, int from, int length) {
        if (length == 0) {
            return;
        }
        if (chunked) {
            pending.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        pending.write(bytes, from, length);
        if (chunked) {
            pending.writeBytes(LINE_END);
        }
    }

    void flush() throws IOException {
        pending.writeTo(out);
        pending.reset();
        out.flush();
    }

    /** Ends the body, so that the client sees a whole response. */
    void end() throws IOException {
        if (chunked) {
            pending.writeBytes(LAST_CHUNK);
        }
        flush();
    }

    /** Closes the connection without ending the body. */
    void cut() throws IOException {
        flush();
        socket.close();
    }

    /** Resets the connection: a zero linger time turns the close into a reset. */
    void reset() throws IOException {
        flush();
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void interim(String statusLine) throws IOException {
        out.write((statusLine + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Scripted";
        };
    }
}
