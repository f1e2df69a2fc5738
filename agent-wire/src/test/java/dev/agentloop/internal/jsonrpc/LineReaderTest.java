package dev.agentloop.internal.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.internal.jsonrpc.LineReader.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LineReaderTest {
    private record Line(Result result, String text, long bytes) {}

    @Property(tries = 300)
    void linesAreTheSameInAnyPieces(@ForAll("lengths") List<Integer> lengths, @ForAll Random random)
            throws IOException {
        int cap = 10_000;
        StringBuilder text = new StringBuilder();
        List<Line> expected = new ArrayList<>();
        for (int length : lengths) {
            String line = letters(random, length);
            text.append(line).append('\n');
            expected.add(
                    length > cap
                            ? new Line(Result.TOO_LONG, line.substring(0, cap), length)
                            : new Line(Result.LINE, line, length));
        }

        assertThat(read(text.toString(), cap, random)).isEqualTo(expected);
    }

    @Example
    void aLastLineWithoutLineFeedCounts() throws IOException {
        assertThat(read("a\n\nbc", 2, new Random(1)))
                .containsExactly(
                        new Line(Result.LINE, "a", 1), new Line(Result.LINE, "", 0), new Line(Result.LINE, "bc", 2));
    }

    @Example
    void aLastLineThatIsTooLongIsReportedAsThat() throws IOException {
        assertThat(read("a\nbcdef", 2, new Random(1)))
                .containsExactly(new Line(Result.LINE, "a", 1), new Line(Result.TOO_LONG, "bc", 5));
    }

    @Provide
    Arbitrary<List<Integer>> lengths() {
        return Arbitraries.of(0, 1, 7, 100, 4095, 8191, 8192, 8193, 9999, 10_000, 10_001, 18_192, 50_000)
                .list()
                .ofMaxSize(15);
    }

    private static List<Line> read(String text, int cap, Random random) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        InputStream inPieces = new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] target, int offset, int length) {
                return super.read(target, offset, 1 + random.nextInt(length));
            }
        };
        LineReader reader = new LineReader(inPieces, cap);
        List<Line> lines = new ArrayList<>();
        for (Result result = reader.next(); result != Result.END; result = reader.next()) {
            String line = new String(reader.buffer(), reader.offset(), reader.length(), StandardCharsets.US_ASCII);
            lines.add(new Line(result, line, reader.lineBytes()));
        }
        assertThat(reader.next()).isEqualTo(Result.END);
        return lines;
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
