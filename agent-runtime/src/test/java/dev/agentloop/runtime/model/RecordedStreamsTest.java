package dev.agentloop.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentloop.runtime.model.http.WireJson;
import dev.agentloop.runtime.model.http.WireStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded streams of real services, one wire in each subclass. Skipped without the recordings. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RecordedStreamsTest {
    private static final String RECORDINGS = System.getProperty("agentloop.recordings", "");
    private static final int RANDOM_RUNS = 5;
    private static final int LARGEST_PIECE_BYTES = 700;

    private final String folder;
    private final int count;

    protected RecordedStreamsTest(String folder, int count) {
        this.folder = folder;
        this.count = count;
    }

    /** A parser for one stream. */
    protected abstract WireStream.Parser parser();

    @BeforeEach
    void thereAreRecordings() {
        assumeTrue(!RECORDINGS.isBlank(), "system property agentloop.recordings is not set");
    }

    /** The recorded streams; one that does not exist when there are no recordings. */
    public Stream<Path> streams() throws IOException {
        if (RECORDINGS.isBlank()) {
            return Stream.of(Path.of("no-recordings"));
        }
        try (Stream<Path> files = Files.list(Path.of(RECORDINGS, folder))) {
            return files.filter(file -> file.toString().endsWith(".sse")).sorted().toList().stream();
        }
    }

    @Test
    void thereAreAllRecordedStreams() throws Exception {
        assertThat(streams()).hasSize(count);
    }

    @ParameterizedTest
    @MethodSource("streams")
    void howAStreamIsCutIntoPiecesMakesNoDifference(Path stream) throws Exception {
        byte[] bytes = Files.readAllBytes(stream);
        Parsed whole = parse(stream);

        assertThat(Parsed.of(parser(), bytes, () -> 1).events())
                .as("one byte at a time")
                .isEqualTo(whole.events());
        for (int seed = 0; seed < RANDOM_RUNS; seed++) {
            Random random = new Random(seed);
            assertThat(Parsed.of(parser(), bytes, () -> 1 + random.nextInt(LARGEST_PIECE_BYTES))
                            .events())
                    .as("random pieces, seed %s", seed)
                    .isEqualTo(whole.events());
        }
    }

    protected Parsed parse(Path stream) throws IOException {
        return Parsed.of(parser(), Files.readAllBytes(stream), () -> 8192);
    }

    /** What an independent aggregation of the stream gave. */
    protected static JsonNode expectation(Path stream) throws IOException {
        String name = stream.getFileName().toString().replace(".sse", ".expected.json");
        return WireJson.tree(Files.readString(stream.resolveSibling(name)));
    }
}
