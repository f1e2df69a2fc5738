package dev.agentloop.runtime.model;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP server on a raw socket that answers badly on purpose: cuts at a chosen byte, resets, stalls, wrong heads. Each
 * request takes the next answer; the last one is repeated.
 */
public final class FaultServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private Answer last = status(500, "This fault server was given no answer");
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Throwable> problems = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Writes an answer to one request. */
    @FunctionalInterface
    public interface Answer {
        /** True: the connection can be used again. */
        boolean write(Connection connection) throws IOException, InterruptedException;
    }

    /** How an answer is cut. */
    public enum Cut {
        /** The body ends properly, only too early: no HTTP client can notice. */
        CLEAN_END,
        /** The connection is closed in the middle of a chunk. */
        CLOSE,
        /** The connection is reset. */
        RESET,
        /** As CLOSE, with a Content-Length that promises more. */
        CLOSE_WITH_LENGTH
    }

    /** A request as it came in. */
    public record Request(String line, Map<String, String> headers, byte[] body, long uploadNanos) {
        public String bodyText() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** The server's end of a connection. */
    public record Connection(Socket socket, OutputStream out, CountDownLatch serverClosed) {
        public void head(int status, String... headers) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        public void chunk(byte[] bytes, int start, int end) throws IOException {
            if (end > start) {
                out.write((Integer.toHexString(end - start) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(bytes, start, end - start);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
            }
        }

        public void lastChunk() throws IOException {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        public void reset() throws IOException {
            out.flush();
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private FaultServer() throws IOException {
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** A server with these answers. */
    public static FaultServer answering(Answer... answers) throws IOException {
        FaultServer server = new FaultServer();
        server.answers.addAll(Arrays.asList(answers));
        return server;
    }

    /** Adds an answer. */
    public void then(Answer answer) {
        synchronized (answers) {
            answers.add(answer);
        }
    }

    public URI url() {
        return URI.create("http://localhost:" + listener.getLocalPort() + "/v1");
    }

    public List<Request> requests() {
        return requests;
    }

    public int acceptedConnections() {
        return accepted.get();
    }

    /** What went wrong in the server itself, which no test wants. */
    public List<Throwable> problems() {
        return problems;
    }

    /** An event stream in chunks. */
    public static Answer stream(byte[] body) {
        return pieces(body, body.length);
    }

    /** An event stream in chunks of this size. */
    public static Answer pieces(byte[] body, int size) {
        return connection -> {
            connection.head(200, "Content-Type: text/event-stream; charset=utf-8", "Transfer-Encoding: chunked");
            for (int start = 0; start < body.length; start += size) {
                connection.chunk(body, start, Math.min(body.length, start + size));
            }
            connection.lastChunk();
            return true;
        };
    }

    /** An event stream that is cut after some bytes. */
    public static Answer cutAfter(byte[] body, int bytes, Cut cut) {
        return connection -> {
            boolean withLength = cut == Cut.CLOSE_WITH_LENGTH;
            connection.head(
                    200,
                    "Content-Type: text/event-stream",
                    withLength ? "Content-Length: " + (body.length + 1) : "Transfer-Encoding: chunked");
            if (withLength) {
                connection.out().write(body, 0, bytes);
                connection.out().flush();
            } else {
                connection.chunk(body, 0, bytes);
            }
            if (cut == Cut.RESET) {
                connection.reset();
            } else if (cut == Cut.CLEAN_END) {
                connection.lastChunk();
            }
            return cut == Cut.CLEAN_END;
        };
    }

    /** An event stream that says nothing more after some bytes, until the other side goes. */
    public static Answer stallAfter(byte[] body, int bytes) {
        return connection -> {
            connection.head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            connection.chunk(body, 0, bytes);
            connection.out().flush();
            connection.serverClosed().await();
            return false;
        };
    }

    /** Accepts the request and never answers. */
    public static Answer silence() {
        return connection -> {
            connection.serverClosed().await();
            return false;
        };
    }

    /** A whole answer. */
    public static Answer status(int status, String body, String... headers) {
        return connection -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            List<String> all = new ArrayList<>(List.of(headers));
            if (all.stream().noneMatch(header -> header.toLowerCase(Locale.ROOT).startsWith("content-type"))) {
                all.add("Content-Type: application/json");
            }
            all.add("Content-Length: " + bytes.length);
            connection.head(status, all.toArray(String[]::new));
            connection.out().write(bytes);
            connection.out().flush();
            return true;
        };
    }

    /** Exactly these bytes, then the end of the connection. */
    public static Answer raw(String bytes) {
        return connection -> {
            connection.out().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            connection.out().flush();
            return false;
        };
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket connection : connections) {
            connection.close();
        }
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                accepted.incrementAndGet();
                daemon(() -> serve(socket));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                problems.add(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            Connection connection = new Connection(socket, socket.getOutputStream(), closed);
            boolean again = true;
            while (again) {
                Request request = read(in);
                if (request == null) {
                    return;
                }
                requests.add(request);
                again = nextAnswer().write(connection);
            }
        } catch (SocketException | InterruptedException e) {
            // The other side went away, which is what half of these tests are about.
        } catch (IOException | RuntimeException e) {
            problems.add(e);
        } finally {
            connections.remove(socket);
        }
    }

    private Answer nextAnswer() {
        synchronized (answers) {
            if (!answers.isEmpty()) {
                last = answers.remove();
            }
            return last;
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        long start = System.nanoTime();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        return new Request(line, headers, body, System.nanoTime() - start);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "fault-server");
        thread.setDaemon(true);
        thread.start();
    }
}
