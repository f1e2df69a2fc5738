package dev.agentloop.testkit.tck;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The program the kit runs inside a sandbox where a shell has no words for what is tried. Prints one line per attempt: the
 * attempt and {@code ok} or {@code refused}.
 */
final class SandboxProbe {
    private static final int TIMEOUT_MILLIS = 2000;

    private SandboxProbe() {}

    /** One thing to try. */
    interface Attempt {
        void run() throws IOException;
    }

    /** Words: {@code tcp PORT}, {@code udp PORT}, {@code dns NAME}, {@code serve -}, any number of pairs. */
    public static void main(String[] args) {
        for (int i = 0; i + 1 < args.length; i += 2) {
            String target = args[i + 1];
            Attempt attempt = switch (args[i]) {
                case "tcp" -> () -> connect(Integer.parseInt(target));
                case "udp" -> () -> send(Integer.parseInt(target));
                case "dns" -> () -> InetAddress.getByName(target);
                default -> SandboxProbe::serveItself;
            };
            System.out.println(args[i] + " " + outcome(attempt));
        }
    }

    private static String outcome(Attempt attempt) {
        try {
            attempt.run();
            return "ok";
        } catch (IOException refused) {
            return "refused";
        }
    }

    private static void connect(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
        }
    }

    private static void send(int port) throws IOException {
        byte[] message = "probe".getBytes(StandardCharsets.US_ASCII);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(message, message.length, new InetSocketAddress("127.0.0.1", port)));
        }
    }

    private static void serveItself() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            connect(server.getLocalPort());
            server.accept().close();
        }
    }
}
