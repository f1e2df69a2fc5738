package dev.agentloop.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Code in the documentation is code that compiles: a block after {@code <!-- code: FILE REGION -->} equals what stands in
 * that file between {@code // region REGION} and {@code // endregion}.
 */
class DocumentedCodeTest {
    private static final Path ROOT = Path.of(System.getProperty("checks.root", ".."));
    private static final Pattern BLOCK =
            Pattern.compile("<!-- code: (\\S+) (\\S+) -->\\n```java\\n(.*?)```", Pattern.DOTALL);

    /** Pages all of whose Java blocks name their source. */
    private static final List<String> COMPILED_PAGES = List.of("approvals.md", "models.md", "tools.md");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockEqualsItsSource(Path page) throws IOException {
        String text = Files.readString(page);
        Matcher block = BLOCK.matcher(text);
        int found = 0;
        while (block.find()) {
            found++;
            assertThat(block.group(3))
                    .as("%s, region %s of %s", page.getFileName(), block.group(2), block.group(1))
                    .isEqualTo(region(ROOT.resolve(block.group(1)), block.group(2)));
        }
        if (COMPILED_PAGES.contains(page.getFileName().toString())) {
            assertThat(found).isPositive().isEqualTo(text.split("```java", -1).length - 1);
        }
    }

    private static String region(Path file, String name) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(file)) {
            if (line.strip().equals("// region " + name)) {
                inside = true;
            } else if (line.strip().equals("// endregion")) {
                inside = false;
            } else if (inside) {
                lines.add(line);
            }
        }
        assertThat(lines).as("region %s of %s", name, file).isNotEmpty();
        return String.join("\n", lines).stripIndent() + "\n";
    }
}
