package dev.agentloop.mcp.login;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A login in a browser on this machine: the page leads to a port of the loopback interface that listens while the login
 * lasts (RFC 8252).
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class BrowserLogin implements McpLogin {
    private static final String PATH = "/callback";
    private static final int ANSWER_MILLIS = 5_000; // a browser sends its request at once
    private static final int MOST_LINE_CHARS = 16 << 10;

    private final BiConsumer<String, URI> opener;
    private final Duration patience;
    private final int port;

    /**
     * A login.
     *
     * @param opener is given the server's name and the page, and opens it or shows its address
     * @param patience how long a person may take
     */
    public BrowserLogin(BiConsumer<String, URI> opener, Duration patience) {
        this(opener, patience, 0);
    }

    /** @param port where to listen, for authorization servers that know one address only; 0 for any */
    public BrowserLogin(BiConsumer<String, URI> opener, Duration patience, int port) {
        this.opener = Objects.requireNonNull(opener, "opener");
        this.patience = Objects.requireNonNull(patience, "patience");
        this.port = port;
    }

    @Override
    public Attempt begin() throws IOException {
        return new Listening(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    }

    private final class Listening implements Attempt {
        private final ServerSocket socket;

        private Listening(ServerSocket socket) {
            this.socket = socket;
        }

        @Override
        public URI redirectUri() {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort() + PATH);
        }

        @Override
        public URI visit(String server, URI authorizationPage) throws IOException, InterruptedException {
            opener.accept(server, authorizationPage);
            long deadline = System.nanoTime() + patience.toNanos();
            while (true) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("Interrupted while waiting for the login at " + server);
                }
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    throw new IOException(
                            "Nobody logged in at " + server + " within " + patience.toSeconds() + " seconds");
                }
                socket.setSoTimeout((int) Math.min(millis, 500)); // short, to see an interruption
                try (Socket browser = socket.accept()) {
                    URI landed = answer(browser);
                    if (landed != null) {
                        return landed;
                    }
                } catch (SocketTimeoutException e) {
                    // Look again whether somebody wants this to end.
                }
            }
        }

        /** Null for what browsers ask besides, such as an icon. */
        private @Nullable URI answer(Socket browser) throws IOException {
            browser.setSoTimeout(ANSWER_MILLIS);
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(browser.getInputStream(), StandardCharsets.US_ASCII));
            String[] request = requestLine(reader).split(" ");
            boolean ours = request.length == 3 && request[0].equals("GET") && request[1].startsWith(PATH + "?");
            String text = ours ? "You are logged in and can close this page.\n" : "Nothing here.\n";
            String head = "HTTP/1.1 " + (ours ? "200 OK" : "404 Not Found")
                    + "\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: " + text.length()
                    + "\r\n\r\n";
            browser.getOutputStream().write((head + text).getBytes(StandardCharsets.US_ASCII));
            browser.getOutputStream().flush();
            try {
                return ours ? redirectUri().resolve(request[1]) : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        private String requestLine(BufferedReader reader) throws IOException {
            StringBuilder line = new StringBuilder();
            int next = reader.read();
            while (next >= 0 && next != '\r' && next != '\n' && line.length() < MOST_LINE_CHARS) {
                line.append((char) next);
                next = reader.read();
            }
            return line.toString();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e); // a listening socket has nothing to lose
            }
        }
    }
}
