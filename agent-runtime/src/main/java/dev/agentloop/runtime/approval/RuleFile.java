package dev.agentloop.runtime.approval;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentloop.approval.ExecPolicy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of rules that grows by whole lines, also when several processes add to it. */
public record RuleFile(Path path) {
    /** The rules in it; none when it is not there yet. */
    public ExecPolicy read() throws IOException {
        return Files.exists(path) ? ExecPolicy.load(path) : ExecPolicy.empty();
    }

    /** Adds a line; it is on the disk when this returns. */
    void append(String line) throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file.lock(); // until the channel is closed
            ByteBuffer bytes = ByteBuffer.wrap(((endsInLine(file) ? "" : "\n") + line + "\n").getBytes(UTF_8));
            file.position(file.size());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    private static boolean endsInLine(FileChannel file) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return file.size() == 0 || file.read(last, file.size() - 1) == 1 && last.get(0) == '\n';
    }
}
