package dev.agentloop.testkit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Serves one connection: reads a request, sends its reply, and so on until somebody closes. */
final class HttpConnection implements Runnable {
    private static final int READ_BYTES = 64 * 1024;

    private final ScriptedModelServer server;
    private final Socket socket;
    private @Nullable StreamControl stepped;

    HttpConnection(ScriptedModelServer server, Socket socket) {
        this.server = server;
        this.socket = socket;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            serve();
        } catch (IOException e) {
            // The client went away, or the script cut the connection: both are ordinary here.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | AssertionError e) {
            server.problem("A reply could not be sent", e);
        } finally {
            if (stepped != null) {
                stepped.connectionClosed();
            }
            server.forget(socket);
        }
    }

    private void serve() throws IOException, InterruptedException {
        HttpOut out = new HttpOut(socket);
        HttpRequestReader reader =
                new HttpRequestReader(new BufferedInputStream(socket.getInputStream(), READ_BYTES), out);
        // A stepped response is sent by other threads while this one waits for the next request, and so sees at once
        // when the client closes.
        for (RecordedRequest request = reader.read(); request != null; request = reader.read()) {
            ScriptedModelServer.Exchange exchange = server.accept(request);
            Reply reply = exchange.reply();
            stepped = reply.body() instanceof ReplyBody.Script script ? script.control() : null;
            boolean ended = new ReplyWriter(out, reply).write(request, exchange.number());
            if (ended
                    && request.header("connection")
                            .filter("close"::equalsIgnoreCase)
                            .isPresent()) {
                return;
            }
        }
    }
}
