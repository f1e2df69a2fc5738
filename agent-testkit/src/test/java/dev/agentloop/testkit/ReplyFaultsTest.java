package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads the raw bytes of a connection, because clients hide how a response ended. */
@Timeout(30)
class ReplyFaultsTest {
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private final ScriptedModelServer server = ScriptedModelServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCutSendsExactlySoManyBytesOfTheBodyAndNoLastChunk() throws IOException {
        Reply whole = Reply.of(Sse.text("Hello"));
        byte[] body = whole.bodyBytes();
        for (int bytes : new int[] {0, 1, 17, body.length / 2, body.length - 1, body.length}) {
            server.respond(whole.cutAfter(bytes));
            String raw = exchange();
            String expected = new String(body, 0, bytes, StandardCharsets.UTF_8).replace("resp_1", "resp_N");
            assertThat(dechunk(raw).replaceAll("resp_\\d+", "resp_N").replaceAll("msg_\\d+", "msg_1"))
                    .isEqualTo(expected);
            assertThat(raw).doesNotEndWith(LAST_CHUNK);
        }
    }

    @Test
    void anEarlyEndLooksLikeAWholeResponse() throws IOException {
        server.respond(Reply.of(Sse.text("Hello")).header("connection", "close").endAfter(30));

        String raw = exchange();

        assertThat(dechunk(raw)).hasSize(30);
        assertThat(raw).endsWith(LAST_CHUNK);
    }

    @Test
    void aResetIsNoOrdinaryClose() {
        server.respond(Reply.of(Sse.text("Hello")).resetAfter(30));

        assertThatThrownBy(this::exchange).isInstanceOf(SocketException.class).hasMessageContaining("reset");
    }

    @Test
    void aStalledResponseStaysOpenAndSilent() {
        server.respond(Reply.of(Sse.text("Hello")).stallAfter(30));
        server.respond(Sse.text("Hello"), Sse.stall());

        assertThatThrownBy(this::exchange).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(this::exchange).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void piecesAreChunksOfTheirOwn() throws IOException {
        Reply reply = Reply.of(Sse.deltas("\u20AC\u20AC")).inPieces(1);
        server.respond(reply);

        String raw = exchange();

        assertThat(dechunk(raw)).isEqualTo(new String(reply.bodyBytes(), StandardCharsets.UTF_8));
        assertThat(raw.split("\r\n1\r\n", -1)).hasSizeGreaterThanOrEqualTo(reply.bodyBytes().length);
    }

    @Test
    void aFixedBodyCanBeCutToo() throws IOException {
        server.respond(Reply.http(200, "{\"a\":1}").cutAfter(3));

        assertThat(exchange()).contains("content-length: 7\r\n").endsWith("\r\n\r\n{\"a");
    }

    @Test
    void nonsenseIsRefusedAtOnce() {
        assertThatThrownBy(() -> Reply.of().inPieces(0)).hasMessageContaining("bytes must be at least 1");
        assertThatThrownBy(() -> Reply.of().cutAfter(-1)).hasMessageContaining("bytes must not be negative");
    }

    /** Sends one request and reads until the connection ends or half a second of silence. */
    private String exchange() throws IOException {
        try (Socket socket = new Socket(server.url().getHost(), server.url().getPort())) {
            socket.setSoTimeout(500);
            socket.getOutputStream()
                    .write("POST /v1/responses HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}"
                            .getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream raw = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                raw.write(buffer, 0, n);
            }
            return raw.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static String dechunk(String raw) {
        byte[] bytes = raw.substring(raw.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length) {
            int end = at;
            while (bytes[end] != '\r') {
                end++;
            }
            int length = Integer.parseInt(new String(bytes, at, end - at, StandardCharsets.US_ASCII), 16);
            body.write(bytes, end + 2, length);
            at = end + 2 + length + 2;
        }
        return body.toString(StandardCharsets.UTF_8);
    }
}
