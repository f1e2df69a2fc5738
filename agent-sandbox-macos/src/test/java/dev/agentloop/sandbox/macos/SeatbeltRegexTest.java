package dev.agentloop.sandbox.macos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeatbeltRegexTest {
    @ParameterizedTest
    @CsvSource({
        "^/w(/[^/]+)*/(\\.git|\\.codex)(/|$), /w/.git, true",
        "^/w(/[^/]+)*/(\\.git|\\.codex)(/|$), /w/a/b/.codex/x, true",
        "^/w(/[^/]+)*/(\\.git|\\.codex)(/|$), /w/.github, false",
        "^/w(/[^/]+)*/(\\.git|\\.codex)(/|$), /w/x.git, false",
        "^/w/[aA]+b?$, /w/aAab, true",
        "^/w/[aA]+b?$, /w/b, false",
        "^/w/[^/x-z]$, /w/y, false",
        "^/w/[^/x-z]$, /w/a, true",
        "^/w/, /w/a, true",
        "^/w/, /w, false"
    })
    void matchesLikeAnExpression(String expression, String text, boolean expected) {
        assertThat(SeatbeltRegex.compile(expression).matches(text)).isEqualTo(expected);
    }

    @Property
    void agreesWithTheJdk(
            @ForAll("expressions") String expression,
            @ForAll @Chars({'a', 'b', 'c', '/'}) @StringLength(max = 8) String text) {
        assertThat(SeatbeltRegex.compile(expression).matches(text))
                .isEqualTo(Pattern.compile(expression).matcher(text).lookingAt());
    }

    @Property
    void quotedTextMatchesItselfOnly(@ForAll String text, @ForAll @AlphaChars char more) {
        SeatbeltRegex quoted = SeatbeltRegex.compile("^" + SeatbeltRegex.quote(text, true) + "$");
        assertThat(quoted.matches(text)).isTrue();
        assertThat(quoted.matches(text + more)).isFalse();
    }

    @Property
    void quotedTextMatchesInAnyCaseWhereCaseHasNoMeaning(@ForAll @AlphaChars @Chars({'.', '-', '+'}) String text) {
        SeatbeltRegex quoted = SeatbeltRegex.compile("^" + SeatbeltRegex.quote(text, false) + "$");
        assertThat(quoted.matches(text.toUpperCase())).isTrue();
        assertThat(quoted.matches(text.toLowerCase())).isTrue();
    }

    @Provide
    Arbitrary<String> expressions() {
        Arbitrary<String> atom = Arbitraries.of("a", "b", "/", "[^/]", "[ab]", "(a|b/)", "(/[^/]+)", "(/|$)");
        Arbitrary<String> repeat = Arbitraries.of("", "*", "?", "+");
        return Combinators.combine(atom, repeat)
                .as((one, many) -> one.equals("(/|$)") ? one : one + many)
                .list()
                .ofMaxSize(6)
                .map(parts -> "^" + String.join("", parts));
    }
}
