package dev.agentloop.runtime.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.approval.ApprovalPolicy.Mode;
import dev.agentloop.approval.ExecPolicy;
import dev.agentloop.sandbox.HostRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecRulesTest {
    private static final ExecPolicy RULES = ExecPolicy.parse("""
            prefix_rule(["make"])
            prefix_rule(["git", "push"], "prompt", justification="others see it")
            prefix_rule(["rm"], "forbidden", justification="use trash")
            network_rule("good.example", "https", "allow")
            network_rule("good.example", "http", "allow")
            network_rule("bad.example", "https", "deny")
            """, "team.rules");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            UNTRUSTED  | make all                | allow
            UNTRUSTED  | ls -la                  | allow
            UNTRUSTED  | ls; wc -l a             | allow
            UNTRUSTED  | git push                | ask
            UNTRUSTED  | npm test                | ask
            UNTRUSTED  | echo a > b              | ask
            UNTRUSTED  | rm a                    | deny
            UNTRUSTED  | make; rm a              | deny
            ON_REQUEST | npm test                | allow
            ON_REQUEST | make all && npm test    | allow
            ON_REQUEST | git push --force        | ask
            ON_REQUEST | npm test && git push    | ask
            ON_REQUEST | echo $(date)            | ask
            ON_REQUEST | rm a                    | deny
            NEVER      | npm test                | allow
            NEVER      | git push                | ask
            NEVER      | rm a                    | deny
            GRANULAR   | npm test                | allow
            GRANULAR   | git push                | ask
            """)
    void theStrictestOfRulesAndPolicyDecides(Mode mode, String script, String expected) {
        ExecRules rules = new ExecRules(RULES, Optional.empty());

        assertThat(text(rules.command(mode, List.of("/bin/bash", "-c", script))))
                .isEqualTo(expected);
    }

    @Test
    void whatIsNotUnderstoodIsLeftToTheSandboxWhereNoRuleCouldBeHidden() {
        ExecRules onlyAllowing = new ExecRules(ExecPolicy.parse("prefix_rule([\"make\"])", "r"), Optional.empty());

        assertThat(text(onlyAllowing.command(Mode.ON_REQUEST, List.of("/bin/bash", "-c", "echo $(date) > f"))))
                .isEqualTo("allow");
    }

    @Test
    void aRefusalQuotesTheRule() {
        ExecRules rules = new ExecRules(RULES, Optional.empty());

        assertThat(rules.command(Mode.NEVER, List.of("rm", "-rf", "a")).reason())
                .isEqualTo("a rule forbids 'rm': use trash");
        assertThat(rules.command(Mode.ON_REQUEST, List.of("git", "push")).reason())
                .isEqualTo("A rule asks before 'git push': others see it");
    }

    @Test
    void aHostNeedsAnAnswerForEveryPort() {
        ExecRules rules = new ExecRules(RULES, Optional.empty());

        assertThat(text(rules.host(HostRule.parse("good.example")))).isEqualTo("allow");
        assertThat(text(rules.host(HostRule.parse("good.example:22")))).isEqualTo("ask");
        assertThat(text(rules.host(HostRule.parse("bad.example")))).isEqualTo("deny");
        assertThat(text(rules.host(HostRule.parse("*.example")))).isEqualTo("ask");
        assertThat(text(rules.host(HostRule.parse("other.example")))).isEqualTo("ask");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            npm test                     | true
            echo $(date) > "a 'b' \\ é"  | true
            git push                     | false
            make                         | false
            rm a                         | false
            """)
    void aRuleIsProposedWhereItWouldHelp(String script, boolean proposed) throws IOException {
        List<String> argv = List.of("/bin/bash", "-c", script);
        ExecRules rules = new ExecRules(RULES, Optional.empty());
        Optional<String> rule = rules.ruleFor(argv);

        assertThat(rule.isPresent()).isEqualTo(proposed);
        if (proposed) {
            rules.add(rule.get());
            assertThat(text(rules.command(Mode.UNTRUSTED, argv))).isEqualTo("allow");
            assertThat(text(rules.command(Mode.UNTRUSTED, List.of("/bin/bash", "-c", script + "; rm a"))))
                    .isNotEqualTo("allow");
        }
    }

    @Test
    void addedRulesAreInTheFileForLaterAgents() throws IOException {
        Path path = folder.resolve("sub/agent.rules");
        RuleFile file = new RuleFile(path);
        ExecRules rules = new ExecRules(file.read(), Optional.of(file));

        rules.add(ExecPolicy.allowRule(List.of("npm", "test")));
        Files.writeString(path, Files.readString(path) + "# a comment without line end");
        rules.add(ExecPolicy.allowRule(List.of("say", "\"hi\"\n")));

        assertThat(path).hasContent("""
                prefix_rule(pattern=["npm", "test"], decision="allow")
                # a comment without line end
                prefix_rule(pattern=["say", "\\"hi\\"\\n"], decision="allow")
                """);
        assertThat(file.read().decide(List.of("say", "\"hi\"\n")).allowed()).isTrue();
    }

    private static String text(ExecRules.Verdict verdict) {
        return verdict.answer()
                .map(answer -> answer.approved() ? "allow" : "deny")
                .orElse("ask");
    }
}
