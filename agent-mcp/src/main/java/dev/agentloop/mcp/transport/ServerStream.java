package dev.agentloop.mcp.transport;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream on which a server says what belongs to no request; opened again when it ends. Servers need not have one. */
final class ServerStream {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerStream.class);

    private final HttpTransport transport;
    private final AtomicReference<Listening> current = new AtomicReference<>();

    ServerStream(HttpTransport transport) {
        this.transport = transport;
    }

    void open(McpThreads threads) {
        Listening listening = new Listening();
        if (current.compareAndSet(null, listening)) {
            try {
                threads.execute(listening);
            } catch (RejectedExecutionException e) {
                LOGGER.debug("MCP server {} is closed already", transport.name(), e);
            }
        }
    }

    void close() {
        Listening listening = current.getAndSet(null);
        if (listening != null) {
            listening.end();
        }
    }

    private final class Listening implements Runnable {
        private final CallSlot calls = new CallSlot();
        private final CountDownLatch ended = new CountDownLatch(1);

        void end() {
            ended.countDown();
            calls.cancel();
        }

        @Override
        public void run() {
            EventPump pump = new EventPump(transport.router(), null);
            try {
                boolean more = true;
                while (more && !pump.isExhausted()) {
                    more = listen(pump) && !ended.await(pump.pause().toMillis(), TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Reads one stream to its end; false when there is none, or it is enough. */
        private boolean listen(EventPump pump) throws InterruptedException {
            try {
                Optional<Response> stream = transport.get(pump.lastEventId(), calls);
                if (stream.isPresent()) {
                    pump.read(stream.get(), calls::isCancelled);
                }
                return stream.isPresent();
            } catch (IOException e) {
                if (!calls.isCancelled()) {
                    LOGGER.debug("The stream of MCP server {} broke off: {}", transport.name(), e.getMessage());
                }
                return !calls.isCancelled();
            }
        }
    }
}
