package dev.agentloop.testkit;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.apiguardian.api.API;

/**
 * Everything written to standard output, to standard error and to {@code java.util.logging} at any level while it is
 * open; mostly to prove that a secret is not in it. Output still goes where it went before.
 *
 * <p>Changes settings of the whole process, so tests that use it must not run beside each other. Close it.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class CapturedLogs implements AutoCloseable {
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();
    private final Handler handler = new Copy();

    private CapturedLogs() {
        System.setOut(tee(out));
        System.setErr(tee(err));
        root.addHandler(handler);
        root.setLevel(Level.ALL);
    }

    /** Starts. */
    public static CapturedLogs start() {
        return new CapturedLogs();
    }

    /** All of it so far. */
    public String text() {
        return captured.toString(StandardCharsets.UTF_8);
    }

    /**
     * Checks that a text was never written.
     *
     * @throws AssertionError showing the line, without the text itself
     */
    public void assertNever(String secret) {
        for (String line : text().split("\\R")) {
            if (line.contains(secret)) {
                throw new AssertionError("A secret was written in this line: " + line.replace(secret, "<secret>"));
            }
        }
    }

    /** Puts everything back as it was. */
    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        root.removeHandler(handler);
        root.setLevel(level);
    }

    private PrintStream tee(PrintStream original) {
        return new PrintStream(new Tee(original), true, StandardCharsets.UTF_8);
    }

    private final class Tee extends OutputStream {
        private final PrintStream original;

        Tee(PrintStream original) {
            this.original = original;
        }

        @Override
        public void write(int value) {
            captured.write(value);
            original.write(value);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            captured.write(bytes, from, length);
            original.write(bytes, from, length);
        }

        @Override
        public void flush() {
            original.flush();
        }
    }

    private final class Copy extends Handler {
        Copy() {
            setFormatter(new SimpleFormatter());
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord record) {
            captured.writeBytes(getFormatter().format(record).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
