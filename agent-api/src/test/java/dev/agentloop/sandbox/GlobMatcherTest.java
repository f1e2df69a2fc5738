package dev.agentloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobMatcherTest {

    private static int depth(String glob, String path) {
        return GlobMatcher.compile(glob, true).matchedDepth(PathNames.of(Path.of(path), true));
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, /a/b, 2",
        "a/b, /a/b/c, 2",
        "a/b, /a, -1",
        "*.txt, /x.txt, 1",
        "*.txt, /d/x.txt, -1",
        "**/*.txt, /x.txt, 1",
        "**/*.txt, /d/e/x.txt, 3",
        "**/d/**, /d, -1",
        "**/d/**, /d/x/y, 1",
        "a/**/z, /a/z, 2",
        "a/**/z, /a/b/c/z, 4",
        "**, /a/b, 0",
        "?.c, /a.c, 1",
        "?.c, /ab.c, -1",
        "[a-c]x, /bx, 1",
        "[!a-c]x, /bx, -1",
        "[!a-c]x, /dx, 1",
        "'*.{js,ts}', /a.ts, 1",
        "'*.{js,{c,m}ts}', /a.mts, 1",
        "'.env{,.*}', /.env.local, 1",
        "*a*b*, /xaybz, 1",
        "*a*b*, /xbya, -1",
    })
    void matchesLikeAShell(String glob, String path, int expected) {
        assertThat(depth(glob, path)).isEqualTo(expected);
    }

    @Test
    @Timeout(5)
    void aHostilePatternIsAnsweredInTime() {
        String name = "/" + "a".repeat(200);

        assertThat(depth("**/" + "*a".repeat(40) + "*b", name + name)).isEqualTo(-1);
    }

    @Test
    void tooManyAlternativesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GlobMatcher.requireValid("{a,b}".repeat(7)))
                .withMessageEndingWith("has more than 64 alternatives");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GlobMatcher.requireValid("{a,b"))
                .withMessageEndingWith("has a { without }");
    }
}
