package dev.agentloop.sandbox.linux.proxy;

import dev.agentloop.sandbox.linux.proxy.ConnectionGate.RefusedException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A proxy of HTTP: {@code CONNECT host:port}, or a request with an absolute address. The latter is handed on for one answer;
 * the connection ends with it, so that no second request can go elsewhere.
 */
record HttpHandshake(Target target, byte[] forward, byte[] connected) implements Handshake {
    private static final byte[] NOTHING = {};
    private static final int HTTP_PORT = 80;
    private static final int MAX_HEAD_BYTES = 32 * 1024;
    private static final String END = "\r\n";

    static HttpHandshake read(ClientInput in) throws IOException {
        String head = in.untilEmptyLine(MAX_HEAD_BYTES);
        String[] words = head.substring(0, head.indexOf(END)).split(" ");
        if (words.length != 3) {
            throw new ProtocolException("This is no request to a proxy");
        }
        if (words[0].equals("CONNECT")) {
            URI authority = uri("connect://" + words[1]);
            byte[] established = "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
            return new HttpHandshake(target(authority, -1), NOTHING, established);
        }
        URI address = uri(words[1]);
        if (!"http".equalsIgnoreCase(address.getScheme())) {
            throw new ProtocolException("Ask for http://host/..., or CONNECT host:port");
        }
        return new HttpHandshake(target(address, HTTP_PORT), request(words, address, head), NOTHING);
    }

    @Override
    public byte[] failed(IOException why) {
        String status = why instanceof RefusedException
                ? "403 Forbidden"
                : why instanceof ProtocolException ? "400 Bad Request" : "502 Bad Gateway";
        return refusal(status, why);
    }

    /** An answer without a request that could be read. */
    static byte[] refusal(String status, IOException why) {
        byte[] body = ("The sandbox did not connect: " + why.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + body.length + "\r\nConnection: close\r\n\r\n";
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(bytes, bytes.length + body.length);
        System.arraycopy(body, 0, all, bytes.length, body.length);
        return all;
    }

    private static byte[] request(String[] words, URI address, String head) {
        String path = address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        StringBuilder request = new StringBuilder(words[0] + " " + path + query + " " + words[2] + END);
        head.lines()
                .skip(1)
                .filter(line -> !line.isEmpty() && !isForProxies(line))
                .forEach(line -> request.append(line).append(END));
        return request.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isForProxies(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.startsWith("connection:") || lower.startsWith("proxy-");
    }

    private static Target target(URI uri, int defaultPort) throws ProtocolException {
        String host = uri.getHost();
        int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
        if (host == null || port < 1 || port > 65535) {
            throw new ProtocolException("Name a host and a port between 1 and 65535");
        }
        return new Target(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    private static URI uri(String text) throws ProtocolException {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            throw new ProtocolException("This is no address: " + malformed.getMessage());
        }
    }
}
