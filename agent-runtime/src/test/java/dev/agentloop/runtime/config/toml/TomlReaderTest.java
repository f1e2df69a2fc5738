package dev.agentloop.runtime.config.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TomlReaderTest {
    static Stream<Arguments> values() {
        return Stream.of(
                arguments("'a\\b'", "a\\b"),
                arguments("\"a\\t\\\"\\u00e9\\U0001F600\"", "a\t\"é😀"),
                arguments("\"\"\"\none\ntwo \\\n   three\"\"\"", "one\ntwo three"),
                arguments("\"\"\"a\"\"b\"\"\"\"\"", "a\"\"b\"\""),
                arguments("'''\r\na\r\n'b' '''", "a\n'b' "),
                arguments("0", 0L),
                arguments("-1_000", -1000L),
                arguments("9223372036854775807", Long.MAX_VALUE),
                arguments("0xDead_beef", 0xdeadbeefL),
                arguments("0o17", 15L),
                arguments("0b101", 5L),
                arguments("1.5", 1.5),
                arguments("-0.0", -0.0),
                arguments("6.02e2_3", 6.02e23),
                arguments("1e5", 1e5),
                arguments("-inf", Double.NEGATIVE_INFINITY),
                arguments("nan", Double.NaN),
                arguments("true", true),
                arguments("1979-05-27", LocalDate.of(1979, 5, 27)),
                arguments("07:32:00.5", LocalTime.of(7, 32, 0, 500_000_000)),
                arguments("1979-05-27 07:32:00", LocalDateTime.of(1979, 5, 27, 7, 32)),
                arguments("1979-05-27t07:32:00z", OffsetDateTime.parse("1979-05-27T07:32:00Z")),
                arguments("1979-05-27T07:32:00.9-07:00", OffsetDateTime.parse("1979-05-27T07:32:00.9-07:00")),
                arguments("[]", List.of()),
                arguments("[1, [ 'a', ], # comment\n 2,\n]", List.of(1L, List.of("a"), 2L)),
                arguments("{}", Map.of()),
                arguments("{ a = 1, 'b c'.d = [ 2 ] }", Map.of("a", 1L, "b c", Map.of("d", List.of(2L)))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsValues(String toml, Object expected) {
        assertThat(plain(TomlReader.read("x = " + toml + " # end").get("x"))).isEqualTo(expected);
        assertThat(plain(TomlReader.readValue(toml))).isEqualTo(expected);
    }

    @Test
    void readsTablesOfEveryForm() {
        TomlTable table = TomlReader.read("\ufefftop = 1\r\n"
                + "[a.b]\nx = 1\n"
                + "[a]\ny.z = 2\ny.w = 3\n"
                + "[\"a\".'quoted name']\n"
                + "[[list]]\nn = 1\n[list.sub]\nm = 2\n[[list]]\nn = 3\n");

        assertThat(plain(table))
                .isEqualTo(Map.of(
                        "top",
                        1L,
                        "a",
                        Map.of("b", Map.of("x", 1L), "y", Map.of("z", 2L, "w", 3L), "quoted name", Map.of()),
                        "list",
                        List.of(Map.of("n", 1L, "sub", Map.of("m", 2L)), Map.of("n", 3L))));
    }

    @Test
    void remembersLines() {
        TomlTable table = TomlReader.read("\na = '''\n\n'''\nb = [\n1,\n\n2]\n[t]\nc = { d = 1 }\n");

        assertThat(table.get("a").line()).isEqualTo(2);
        assertThat(((TomlArray) table.get("b")).values().get(1).line()).isEqualTo(8);
        assertThat(table.get("t").line()).isEqualTo(9);
        assertThat(((TomlTable) ((TomlTable) table.get("t")).get("c")).get("d").line())
                .isEqualTo(10);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("a", "1: expected '=' after the key a, found the end of the text"),
                arguments("a =", "1: expected a value, found the end of the text"),
                arguments("a = \n", "1: expected a value, found the end of the line"),
                arguments("= 1", "1: expected a key, found '='"),
                arguments("a = 1 b = 2", "1: expected the end of the line, found 'b'"),
                arguments("a = x", "1: 'x' is no value; a string needs quotes"),
                arguments("\na = \"x", "2: the string lacks its closing \""),
                arguments("a = \"x\ny\"", "1: the string lacks its closing \""),
                arguments("\na = '''x\n\n", "2: the string that begins here lacks its closing '''"),
                arguments(
                        "a = \"\\q\"",
                        "1: \\q is no escape; write \\\\ for a backslash, or use a string in single quotes"),
                arguments("a = \"\\u12\"", "1: expected 4 hexadecimal digits, found '\"'"),
                arguments("a = \"\\ud800\"", "1: U+D800 is no character"),
                arguments("a = \"\u0001\"", "1: the control character \\u0001 is not allowed"),
                arguments("a = 1 # \u0000", "1: the control character \\u0000 is not allowed"),
                arguments("a = 1\rb = 2", "1: a carriage return without a line feed is not allowed"),
                arguments("a = 01", "1: '01' is no value; a string needs quotes"),
                arguments("a = 1__0", "1: '1__0' is no value; a string needs quotes"),
                arguments("a = 1.", "1: '1.' is no value; a string needs quotes"),
                arguments("a = .5", "1: '.5' is no value; a string needs quotes"),
                arguments("a = 9223372036854775808", "1: 9223372036854775808 does not fit into 64 bits"),
                arguments("a = 2020-02-31", "1: 2020-02-31 is no date or time"),
                arguments("a = True", "1: 'True' is no value; a string needs quotes"),
                arguments("a = [1 2]", "1: expected ',' or ']' in the array that begins in line 1, found '2'"),
                arguments("a = [,]", "1: expected a value, found ','"),
                arguments("a = [\n1,\n", "3: expected a value, found the end of the text"),
                arguments("a = {b = 1,}", "1: expected a key, found '}'"),
                arguments(
                        "a = {b = 1\n}",
                        "1: expected '}' after the values of the table in braces, found the end of the line"),
                arguments("a = 1\na = 2", "2: a is set twice, first in line 1"),
                arguments("a.b = 1\na = 2", "2: a is set twice, first in line 1"),
                arguments("a = 1\na.b = 2", "2: a is an integer that is complete, set in line 1"),
                arguments("[a]\n[a]", "2: a is set twice, first in line 1"),
                arguments("[a]\nb = 1\n[a.b]", "3: a.b is set twice, first in line 2"),
                arguments("[a]\nb = 1\n[a.b.c]", "3: b is an integer already, set in line 2"),
                arguments("[a.b]\n[a]\nb.c = 1", "3: b is a table that is complete, set in line 1"),
                arguments("a = {}\n[a.b]", "2: a is a table already, set in line 1"),
                arguments("a = {}\na.b = 1", "2: a is a table that is complete, set in line 1"),
                arguments("a = []\n[[a]]", "2: a is set twice, first in line 1"),
                arguments("[[a]]\n[a]", "2: a is set twice, first in line 1"),
                arguments("[a", "1: expected ']' after the name of the table, found the end of the text"),
                arguments("[[a]", "1: expected ']' after the name of the array of tables, found the end of the text"),
                arguments("[]", "1: expected a key, found ']'"),
                arguments("'''a''' = 1", "1: a key stands on one line"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void namesTheLineOfAMistake(String toml, String message) {
        assertThatThrownBy(() -> TomlReader.read(toml))
                .isInstanceOfSatisfying(
                        TomlException.class,
                        mistake -> assertThat(mistake.line() + ": " + mistake.getMessage())
                                .isEqualTo(message));
    }

    @Test
    void deepAndLongTextsEnd() {
        for (String hostile : List.of(
                "a = " + "[".repeat(100_000),
                "a = " + "{a=".repeat(100_000),
                "a" + ".a".repeat(100_000) + " = 1",
                "a = " + "1".repeat(100_000),
                "[" + "a.".repeat(100_000) + "a]")) {
            assertThatThrownBy(() -> TomlReader.read(hostile)).isInstanceOf(TomlException.class);
        }
    }

    @Test
    void oneValueIsNotTwo() {
        assertThatThrownBy(() -> TomlReader.readValue("1\nb = 2")).isInstanceOf(TomlException.class);
        assertThatThrownBy(() -> TomlReader.readKey("a b")).isInstanceOf(TomlException.class);
        assertThat(TomlReader.readKey("a.\"b.c\".d")).containsExactly("a", "b.c", "d");
    }

    private static Object plain(TomlValue value) {
        if (value instanceof TomlScalar scalar) {
            return scalar.value();
        }
        if (value instanceof TomlArray array) {
            return array.values().stream().map(TomlReaderTest::plain).toList();
        }
        Map<String, Object> map = new LinkedHashMap<>();
        ((TomlTable) value).values().forEach((name, each) -> map.put(name, plain(each)));
        return map;
    }
}
