package dev.agentloop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.approval.ExecDecision.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFileTest {
    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\u0001', textBlock = """
                    prefix_rule(pattern=[])                                        ¦ 1:21 ¦ pattern must not be empty
                    prefix_rule(pattern=["a", []])                                 ¦ 1:27 ¦ a list of alternatives must not be empty
                    prefix_rule(pattern="a")                                       ¦ 1:21 ¦ pattern must be a list
                    prefix_rule(pattern=("a",))                                    ¦ 1:21 ¦ expected a string or a list but found '('
                    prefix_rule(pattern=["a", [["b"]]])                            ¦ 1:28 ¦ lists must not be nested deeper than 2
                    prefix_rule(pattern=["a" "b"])                                 ¦ 1:26 ¦ expected ',' or ']' but found a string
                    prefix_rule(pattern=["a"], decision="deny")                    ¦ 1:37 ¦ decision must be allow, prompt or forbidden
                    prefix_rule(pattern=["a"], decision=None)                      ¦ 1:37 ¦ expected a string or a list but found the name None
                    prefix_rule(pattern=["a"], justification=" ")                  ¦ 1:42 ¦ justification must not be empty
                    prefix_rule(pattern=["a"], match=["b"])                        ¦ 1:35 ¦ the rule does not match its example b
                    prefix_rule(pattern=["a"], not_match=["a x"])                  ¦ 1:39 ¦ the rule matches its example a x
                    prefix_rule(pattern=["a"], match=["a 'b"])                     ¦ 1:35 ¦ the example has a quote
                    prefix_rule(pattern=["a"], match=["# a"])                      ¦ 1:35 ¦ an example must not be empty
                    prefix_rule(pattern=["a"], match=[[]])                         ¦ 1:35 ¦ an example must not be empty
                    prefix_rule(pattern=["a"], nope="x")                           ¦ 1:28 ¦ prefix_rule has no nope
                    prefix_rule(pattern=["a"], pattern=["b"])                      ¦ 1:28 ¦ pattern is given twice
                    prefix_rule(pattern=["a"], "allow")                            ¦ 1:28 ¦ an argument without a name
                    prefix_rule(["a"], "allow", [], [], "x", "y")                  ¦ 1:42 ¦ prefix_rule takes no more than 5
                    prefix_rule()                                                  ¦ 1:1  ¦ prefix_rule needs pattern
                    prefix_rule(pattern=["a"]                                      ¦ 1:26 ¦ expected ',' or ')' but found the end of the file
                    prefix_rule(pattern=["a"]) prefix_rule(["b"])                  ¦ 1:28 ¦ expected the end of the line
                    prefix_rule(pattern=["a"],,)                                   ¦ 1:27 ¦ expected an argument or ')' but found ','
                    \\s prefix_rule(["a"])                                         ¦ 1:3  ¦ a rule must start in the first column
                    # ok\\n\\nnope("x")                                            ¦ 3:1  ¦ expected prefix_rule, host_executable or network_rule
                    x = ["a"]                                                      ¦ 1:1  ¦ expected prefix_rule, host_executable or network_rule
                    prefix_rule(["a" + "b"])                                       ¦ 1:18 ¦ unexpected '+'
                    prefix_rule(["a", 1])                                          ¦ 1:19 ¦ unexpected '1'
                    prefix_rule(\\t["a"])                                          ¦ 1:13 ¦ tabs are not allowed
                    prefix_rule(["grüße 😀", "b)                           ¦ 1:25 ¦ the string has no end
                    prefix_rule(["a\\n"])                                          ¦ 1:14 ¦ the string has no end
                    prefix_rule(["\\xZZ"])                                         ¦ 1:15 ¦ the string escape is not a character
                    prefix_rule(["\\U00110000"])                                   ¦ 1:15 ¦ the string escape is not a character
                    prefix_rule(["\\U0000d800"])                                   ¦ 1:15 ¦ the string escape is not a character
                    host_executable(name="/a", paths=["/a"])                       ¦ 1:22 ¦ name must be the name of a program
                    host_executable(name="", paths=[])                             ¦ 1:22 ¦ name must not be empty
                    host_executable(name="a", paths=["a"])                         ¦ 1:34 ¦ paths must be absolute
                    host_executable(name="a", paths=["/bin/b"])                    ¦ 1:34 ¦ the path /bin/b must end in a
                    network_rule(host="a.com", decision="allow")                   ¦ 1:1  ¦ network_rule needs protocol
                    network_rule(host="a.com", protocol="http")                    ¦ 1:1  ¦ network_rule needs decision
                    network_rule(host="*.a.com", protocol="http", decision="deny") ¦ 1:19 ¦ host must be one host
                    network_rule(host="http://a", protocol="http", decision="deny") ¦ 1:19 ¦ host must be a name or an address
                    network_rule(host="[::1", protocol="http", decision="deny")    ¦ 1:19 ¦ host is not an address in brackets
                    network_rule(host="a b", protocol="http", decision="deny")     ¦ 1:19 ¦ host must not contain white space
                    network_rule(host="a", protocol="HTTP", decision="deny")       ¦ 1:33 ¦ protocol must be http, https
                    """)
    void anErrorNamesFileLineAndColumn(String source, String place, String problem) {
        String text = source.replace("\\n", "\n").replace("\\t", "\t").replace("\\s", " ");

        assertThatThrownBy(() -> ExecPolicy.parse(text, "team.rules"))
                .isInstanceOf(ExecRuleException.class)
                .hasMessageStartingWith("team.rules:" + place + ": " + problem);
    }

    @Test
    void theParsedPlaceIsInTheException() {
        assertThatThrownBy(() -> ExecPolicy.parse("\n\nx", "team.rules"))
                .isInstanceOfSatisfying(ExecRuleException.class, problem -> {
                    assertThat(problem.fileName()).isEqualTo("team.rules");
                    assertThat(List.of(problem.line(), problem.column())).containsExactly(3, 1);
                });
    }

    @Test
    void stringsMeanWhatTheyMeanInStarlark() {
        String source =
                "prefix_rule([\"\\x41\\u0042\\U00000043\\104\\q\\\\\", 'it\\'s', r\"a\\n\", \"\"\"x\ny\"\"\", \"a\\\nb\","
                        + " '\\a\\b\\f\\v\\r\\n\\t'],)\r\n";

        assertThat(ExecPolicy.parse(source, "a")
                        .decide(List.of("ABCD\\q\\", "it's", "a\\n", "x\ny", "ab", "\u0007\b\f\u000b\r\n\t"))
                        .kind())
                .isEqualTo(Kind.ALLOW);
    }

    @Test
    void examplesAreSplitLikeShellWords() {
        assertThat(ShellWords.split(" a 'b c' \"d\\\"\\e\" f\\ g # h\n\\\ni\t\"\""))
                .containsExactly("a", "b c", "d\"\\e", "f g", "i", "");
        assertThat(ShellWords.split("a \\")).isNull();
        assertThat(ShellWords.split("\"a\\")).isNull();
    }
}
