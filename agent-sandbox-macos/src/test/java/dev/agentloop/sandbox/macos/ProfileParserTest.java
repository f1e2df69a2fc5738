package dev.agentloop.sandbox.macos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileParserTest {
    @Test
    void readsRulesInTheirOrder() {
        String text = "(version 1)(deny default)\n(allow file-read* process-exec\n  (subpath \"/a \\\"b\\\" \\\\c\"))"
                + "(deny signal (target same-sandbox))";
        assertThat(ProfileParser.parse(text))
                .isEqualTo(new Profile(List.of(
                        Rule.allow(
                                List.of(Operation.FILE_READ, Operation.PROCESS_EXEC),
                                List.of(Filter.subpath("/a \"b\" \\c"))),
                        Rule.deny(
                                List.of(Operation.SIGNAL), List.of(new Filter(Filter.Kind.TARGET, "same-sandbox"))))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(version 2)(deny default) | expected \"1\" but found \"2\"",
                "(version 1)(allow default) | expected \"deny\" but found \"allow\"",
                "(version 1)(deny default)(warn file-read*) | unknown rule \"warn\"",
                "(version 1)(deny default)(allow file-eat) | unknown operation \"file-eat\"",
                "(version 1)(deny default)(allow (literal \"/a\")) | a rule without an operation",
                "(version 1)(deny default)(allow signal (vnode-type DIRECTORY)) | unknown filter \"vnode-type\"",
                "(version 1)(deny default)(allow signal (literal \"/a) | a string without an end",
                "(version 1)(deny default)(allow signal (literal \"\\n\")) | unknown escape in a string",
                "(version 1)(deny default)(allow signal | expected a word",
                "(version 1)(deny default)) | expected ("
            })
    void anythingElseIsRefused(String text, String message) {
        assertThatThrownBy(() -> ProfileParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("profile, line 1: " + message);
    }

    @Test
    void expressionsOutsideTheSubsetAreRefused() {
        assertThatThrownBy(() -> ProfileParser.parse("(version 1)(deny default)(allow signal (regex \"^a{2}\"))"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outside the known subset at character 3");
    }
}
