package dev.agentloop.mcp.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server writes to standard error: logged at level debug, and its end kept for messages. The values of the
 * variables given to the server are blacked out, because some servers print their configuration.
 */
final class ServerLog implements Runnable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerLog.class);
    private static final int TAIL_CHARS = 2_000; // the last twenty lines or so
    private static final int LONGEST_LINE_CHARS = 4_000; // a flood without line ends must not fill the memory
    private static final int SHORTEST_SECRET_CHARS = 6; // shorter values are words like "true", found everywhere

    private final String server;
    private final InputStream stderr;
    private final List<String> secrets;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final StringBuilder tail = new StringBuilder();

    ServerLog(String server, InputStream stderr, Collection<String> variables) {
        this.server = server;
        this.stderr = stderr;
        this.secrets = variables.stream()
                .filter(value -> value.length() >= SHORTEST_SECRET_CHARS)
                .toList();
    }

    /** Reads to the end. */
    @Override
    public void run() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stderr, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int next = reader.read(); next >= 0; next = reader.read()) {
                if (next != '\n') {
                    line.append((char) next);
                }
                if (next == '\n' || line.length() == LONGEST_LINE_CHARS) {
                    take(line);
                }
            }
            take(line);
        } catch (IOException e) {
            LOGGER.debug("Standard error of MCP server {} broke off", server, e);
        } finally {
            ended.countDown();
        }
    }

    private void take(StringBuilder line) {
        String text = line.toString().stripTrailing();
        line.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        for (String secret : secrets) {
            text = text.replace(secret, "***");
        }
        LOGGER.debug("MCP server {}: {}", server, text);
        lock.lock();
        try {
            tail.append(text).append('\n');
            tail.delete(0, Math.max(0, tail.length() - TAIL_CHARS));
        } finally {
            lock.unlock();
        }
    }

    /** The end of what was written, after waiting a moment for the rest; empty when nothing was. */
    String tail(long waitMillis) {
        try {
            if (!ended.await(waitMillis, TimeUnit.MILLISECONDS)) {
                LOGGER.debug("Standard error of MCP server {} is still open", server);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            return tail.toString().strip();
        } finally {
            lock.unlock();
        }
    }
}
