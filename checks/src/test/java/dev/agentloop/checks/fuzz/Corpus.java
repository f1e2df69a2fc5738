package dev.agentloop.checks.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** The inputs kept in one folder of test resources. A finding becomes a regression test by being put there. */
final class Corpus {
    private static final String[] TROUBLE = {
        "", "\n", "\r\n", "\t", " ", "\0", "\uFEFF", "\uD83D", "\u037e", "\u2028", "é", "\"", "'", "\\", "`", "$(",
        "((", ")", "[", "]", "{}", "#", "&&", "|", ">", "<<", "*", "~", ",", "=", "@@", "***", "+", "-", "../", "/",
        "-c"
    };
    private static final int MAX_CHANGES = 6;
    private static final int LONG_REPETITION = 2_000;

    private final List<String> inputs;

    private Corpus(List<String> inputs) {
        this.inputs = inputs;
    }

    static Corpus of(String folder) {
        URL resource = Objects.requireNonNull(Corpus.class.getResource("/fuzz/" + folder), folder);
        List<String> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(resource.toURI()))) {
            for (Path file : files.sorted().toList()) {
                inputs.add(new String(Files.readAllBytes(file), UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return new Corpus(List.copyOf(inputs));
    }

    List<String> inputs() {
        return inputs;
    }

    /** One of the inputs, or a mixture of two, changed in a few places. */
    String mutation(Random random) {
        StringBuilder text = new StringBuilder(pick(random));
        if (random.nextInt(4) == 0) {
            String other = pick(random);
            text.setLength(random.nextInt(text.length() + 1));
            text.append(other.substring(random.nextInt(other.length() + 1)));
        }
        for (int changes = random.nextInt(MAX_CHANGES); changes >= 0; changes--) {
            change(text, random);
        }
        return text.toString();
    }

    private String pick(Random random) {
        return inputs.get(random.nextInt(inputs.size()));
    }

    private static void change(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(12));
        switch (random.nextInt(7)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, TROUBLE[random.nextInt(TROUBLE.length)]);
            case 2 -> text.replace(at, end, TROUBLE[random.nextInt(TROUBLE.length)]);
            case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            case 4 -> swapLines(text, random);
            case 5 -> text.insert(at, (char) random.nextInt(0x300));
            default -> {
                if (random.nextInt(50) == 0) {
                    text.insert(at, TROUBLE[random.nextInt(TROUBLE.length)].repeat(LONG_REPETITION));
                }
            }
        }
    }

    private static void swapLines(StringBuilder text, Random random) {
        String[] lines = text.toString().split("\n", -1);
        int one = random.nextInt(lines.length);
        int other = random.nextInt(lines.length);
        String kept = lines[one];
        lines[one] = lines[other];
        lines[other] = kept;
        text.replace(0, text.length(), String.join("\n", Arrays.asList(lines)));
    }
}
