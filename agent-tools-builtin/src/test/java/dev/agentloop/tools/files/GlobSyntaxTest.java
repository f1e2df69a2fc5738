package dev.agentloop.tools.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobSyntaxTest {

    @ParameterizedTest
    @CsvSource({
        "*.java, A.java, true",
        "*.java, src/deep/A.java, true",
        "*.java, A.javax, false",
        "src/*.java, src/A.java, true",
        "src/*.java, src/deep/A.java, false",
        "src/**/*.java, src/A.java, true",
        "src/**/*.java, src/x/y/A.java, true",
        "src/**, src/x/y, true",
        "/top, top, true",
        "/top, sub/top, false",
        "'*.{ts,tsx}', a.tsx, true",
        "'*.{ts,tsx}', a.js, false",
        "'a,b', 'a,b', true",
        "file[0-9].txt, file7.txt, true",
        "file[!0-9].txt, file7.txt, false",
        "a?c, abc, true",
        "a?c, a/c, false",
        "a+(b).txt, a+(b).txt, true",
        "[x, '[x', true",
    })
    void matchesWholePaths(String glob, String path, boolean matches) {
        assertThat(LinearPatterns.glob(glob).matches(path)).isEqualTo(matches);
    }
}
