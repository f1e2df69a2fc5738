package dev.agentloop.sandbox.linux.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Copies bytes between two connections. Uses the JDK only, because it also runs in {@link Bridge}. */
final class Relay {
    private static final int BUFFER_BYTES = 32 * 1024;

    private Relay() {}

    /** Starts a thread that does not keep the JVM alive; the one place of this module that makes threads. */
    static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Copies both ways until both have ended or one failed; closes both connections. */
    static void run(SocketChannel one, SocketChannel other) {
        try {
            Thread back = start(Thread.currentThread().getName() + "-back", () -> copy(other, one));
            copy(one, other);
            back.join();
        } catch (InterruptedException ends) {
            Thread.currentThread().interrupt();
        } finally {
            close(one);
            close(other);
        }
    }

    /** Closes what may be closed already. */
    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException closed) {
            // A connection that cannot be closed is gone.
        }
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException broken) {
            // Half a conversation is none: the other direction must not wait for ever.
            close(from);
            close(to);
        }
    }
}
