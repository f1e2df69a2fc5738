package dev.agentloop.session.jdbc;

import dev.agentloop.SessionConflictException;
import dev.agentloop.session.SessionId;
import dev.agentloop.spi.SessionStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Another process that appends to a session; prints the sequence of every record whose append returned. */
final class AppendingProcess {
    private AppendingProcess() {}

    /** Starts {@link #main}. */
    static Process start(Path file, SessionId id, String writer, int appends, String... jvmOptions) throws IOException {
        return start(file.toString(), id, writer, appends, jvmOptions);
    }

    /** @param database a file, or the URL of a server */
    static Process start(String database, SessionId id, String writer, int appends, String... jvmOptions)
            throws IOException {
        return new ProcessBuilder(command(database, id, writer, appends, jvmOptions))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What {@link #start} runs. */
    static List<String> command(String database, SessionId id, String writer, int appends, String... jvmOptions) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(AppendingProcess.class.getName());
        command.addAll(List.of(database, id.value(), writer, String.valueOf(appends)));
        return command;
    }

    /** Waits for its end and reads what it printed. */
    static List<Long> acknowledged(Process process) throws IOException, InterruptedException {
        try (BufferedReader output = process.inputReader()) {
            List<Long> lines = output.lines().map(Long::valueOf).toList();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("The appending process failed");
            }
            return lines;
        }
    }

    public static void main(String[] args) {
        SessionId id = SessionId.of(args[1]);
        try (SessionStore store = args[0].startsWith("jdbc:")
                ? JdbcSessionStore.postgres(args[0])
                : JdbcSessionStore.open(Path.of(args[0]))) {
            append(store, id, args[2], Integer.parseInt(args[3]), System.out::println);
        }
    }

    /** Appends 1 to 3 records at a time after whatever is there; starts over when another writer was first. */
    static void append(SessionStore store, SessionId id, String writer, int appends, LongConsumer acknowledged) {
        store.create(id, Records.metadata(0));
        long next = Records.readAll(store, id).size() + 1L;
        int done = 0;
        while (done < appends) {
            try {
                long first = next;
                next = store.append(id, first, Records.records(writer, first, first + first % 3));
                LongStream.range(first, next).forEach(acknowledged);
                done++;
            } catch (SessionConflictException wasLater) {
                next = Records.readAll(store, id).size() + 1L;
            }
        }
    }
}
