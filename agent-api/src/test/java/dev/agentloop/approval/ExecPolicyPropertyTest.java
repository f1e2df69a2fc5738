package dev.agentloop.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.approval.ExecDecision.Kind;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Neither parser may fail in an undeclared way, whatever it reads. */
class ExecPolicyPropertyTest {
    private static final ExecPolicy POLICY = ExecPolicy.parse(
            "prefix_rule([[\"ls\", \"find\", \"xargs\", \"bash\", \"sudo\", \"echo\"]])\n"
                    + "prefix_rule([\"rm\"], \"forbidden\")",
            "property");

    @Property
    void aRuleFileIsReadOrRefusedWithAPlaceInside(@ForAll("ruleFiles") String source) {
        try {
            assertThat(ExecPolicy.parse(source, "f")).isEqualTo(ExecPolicy.parse(source, "f"));
        } catch (ExecRuleException refused) {
            List<String> lines = source.lines().toList();
            assertThat(refused.line()).isBetween(1, lines.size() + 1);
            assertThat(refused.column()).isPositive();
            assertThat(refused).hasMessageStartingWith("f:" + refused.line() + ":" + refused.column() + ": ");
        }
    }

    @Property
    void aScriptIsJudgedWithoutAnExceptionAndAlikeAsAnArgument(@ForAll("scripts") String script) {
        ExecDecision decision = POLICY.decideShell(script);

        assertThat(decision.allowed()).isEqualTo(decision.kind() == Kind.ALLOW);
        if (!script.startsWith("-") && !script.startsWith("+")) {
            assertThat(POLICY.decideCommand(List.of("sh", "-c", script)).kind()).isEqualTo(decision.kind());
        }
    }

    @Property
    void aForbiddenCommandAfterWholeCommandsIsNeverAllowed(@ForAll("plainScripts") String script) {
        assertThat(POLICY.decideShell(script + "\nrm x").kind()).isNotEqualTo(Kind.ALLOW);
        assertThat(POLICY.decideShell("rm x; " + script).kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @Property
    void anyTextIsSplitIntoWordsOrNot(@ForAll String text) {
        List<String> words = ShellWords.split(text);

        assertThat(words == null || words.stream().allMatch(word -> word.length() <= text.length()))
                .isTrue();
    }

    @Provide
    Arbitrary<String> ruleFiles() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                joined(
                        "prefix_rule",
                        "host_executable",
                        "network_rule",
                        "(",
                        ")",
                        "[",
                        "]",
                        ",",
                        "=",
                        ";",
                        "\n",
                        " ",
                        "pattern",
                        "match",
                        "decision",
                        "name",
                        "paths",
                        "host",
                        "\"a\"",
                        "'/b/a'",
                        "\"allow\"",
                        "\"",
                        "\\",
                        "\"\"\"",
                        "r'",
                        "#",
                        "\\u",
                        "\\x4",
                        "\r\n",
                        "\t",
                        "é",
                        "\uD800",
                        "[\"a\"]",
                        "prefix_rule([\"a\"])"));
    }

    @Provide
    Arbitrary<String> scripts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                joined(
                        "ls",
                        "rm",
                        "find",
                        "-exec",
                        "{}",
                        "+",
                        "\\;",
                        "xargs",
                        "bash",
                        "-c",
                        "-lc",
                        "sudo",
                        "-u",
                        "env",
                        "A=1",
                        " ",
                        " ",
                        " ",
                        "&&",
                        "||",
                        "|",
                        ";",
                        "&",
                        "\n",
                        ">",
                        "<",
                        "<<",
                        "2>&1",
                        "/dev/null",
                        "$(",
                        ")",
                        "(",
                        "`",
                        "'",
                        "\"",
                        "\\",
                        "#",
                        "*",
                        "~",
                        "{a,b}",
                        "if",
                        "!",
                        "\u037e",
                        "\uD800",
                        "\0"));
    }

    @Provide
    Arbitrary<String> plainScripts() {
        return joined("ls", "echo", " ", "'a b'", "\"c\"", " && ls", " | ls", "; ls", "\nls ", "\\ ")
                .map(script -> "ls " + script);
    }

    private static Arbitrary<String> joined(String... pieces) {
        return Arbitraries.of(pieces).list().ofMaxSize(25).map(list -> String.join("", list));
    }
}
