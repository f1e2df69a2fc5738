package dev.agentloop.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.approval.ExecDecision.Kind;
import dev.agentloop.approval.ExecDecision.RuleMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecPolicyTest {
    @Test
    void theStrictestOfAllMatchingRulesWins() {
        ExecPolicy policy = parse("""
                # comment
                prefix_rule(
                    pattern = ["git", ["status", "push"]],
                    decision = "allow",
                    match = [["git", "status"], "git push --force"],
                    not_match = ["git pull"],
                    justification = "it's \\"fine\\"",
                )
                prefix_rule(["git"], "prompt"); prefix_rule(["git", "push", "--force"], "forbidden")
                """);

        assertThat(policy.decide(List.of("git", "push", "--force")))
                .isEqualTo(new ExecDecision(
                        List.of(
                                new RuleMatch(List.of("git", "push"), Kind.ALLOW, null, "it's \"fine\""),
                                new RuleMatch(List.of("git"), Kind.PROMPT, null, null),
                                new RuleMatch(List.of("git", "push", "--force"), Kind.FORBIDDEN, null, null)),
                        Kind.FORBIDDEN,
                        List.of()));
        assertThat(policy.decide(List.of("git", "pull")))
                .isEqualTo(new ExecDecision(
                        List.of(new RuleMatch(List.of("git"), Kind.PROMPT, null, null)), Kind.PROMPT, List.of()));
    }

    @Test
    void aCommandWithoutARuleIsLeftOpen() {
        ExecDecision open = new ExecDecision(List.of(), null, List.of());

        assertThat(parse("prefix_rule([\"ls\", \"-l\"])").decide(List.of("ls"))).isEqualTo(open);
        assertThat(ExecPolicy.empty().decideCommand(List.of())).isEqualTo(open);
    }

    @Test
    void aProgramIsResolvedWhenItsHostExecutableNamesThePath() {
        ExecPolicy policy = parse("""
                prefix_rule(pattern=["git", "status"], justification="reads")
                prefix_rule(pattern=["ls"])
                host_executable(name="git", paths=["/usr/bin/../bin/git"])
                """);

        assertThat(policy.decideResolved(List.of("/usr/bin/git", "status")).matchedRules())
                .containsExactly(new RuleMatch(List.of("git", "status"), Kind.ALLOW, Path.of("/usr/bin/git"), "reads"));
        assertThat(policy.decideResolved(List.of("/opt/git", "status")).matchedRules())
                .isEmpty();
        assertThat(policy.decideResolved(List.of("/opt/ls")).matchedRules())
                .containsExactly(new RuleMatch(List.of("ls"), Kind.ALLOW, Path.of("/opt/ls"), null));
        assertThat(policy.decide(List.of("/usr/bin/git", "status")).matchedRules())
                .isEmpty();
    }

    @Test
    void aRuleForThePathItselfHidesTheRulesForTheFileName() {
        ExecPolicy policy = parse("prefix_rule([\"/bin/a\"], \"prompt\")\nprefix_rule([\"a\"], \"forbidden\")");

        assertThat(policy.decideResolved(List.of("/bin/a")).kind()).isEqualTo(Kind.PROMPT);
    }

    @Test
    void hostsAreComparedWithoutCasePortAndFinalDot() {
        ExecPolicy policy = parse("""
                network_rule(host="Example.com.", protocol="https", decision="allow")
                network_rule(host="example.com:443", protocol="https_connect", decision="deny", justification="leak")
                network_rule(host="[::1]:80", protocol="http", decision="prompt")
                """);

        assertThat(policy.decideHost("https", "EXAMPLE.com:8443"))
                .isEqualTo(new ExecDecision(
                        List.of(
                                new RuleMatch(List.of("example.com"), Kind.ALLOW, null, null),
                                new RuleMatch(List.of("example.com"), Kind.FORBIDDEN, null, "leak")),
                        Kind.FORBIDDEN,
                        List.of()));
        assertThat(policy.decideHost("http", "::1").kind()).isEqualTo(Kind.PROMPT);
        assertThat(policy.decideHost("http", "example.com").kind()).isNull();
        assertThatThrownBy(() -> policy.decideHost("ftp", "example.com")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void filesAreJoinedInOrderAndExamplesSeeEarlierHostExecutables(@TempDir Path folder) throws IOException {
        Path first = Files.writeString(
                folder.resolve("a.rules"),
                "host_executable(name=\"z\", paths=[\"/p/z\"])\nprefix_rule([\"z\"], \"prompt\")");
        Path second = Files.writeString(folder.resolve("b.rules"), "prefix_rule([\"z\"], not_match=[\"/q/z\"])");

        ExecPolicy policy = ExecPolicy.load(first, second);

        assertThat(policy.decide(List.of("z")).matchedRules())
                .extracting(RuleMatch::kind)
                .containsExactly(Kind.PROMPT, Kind.ALLOW);
        assertThat(policy)
                .isEqualTo(ExecPolicy.load(first).merge(ExecPolicy.parse("prefix_rule([\"z\"])", "b")))
                .hasToString("ExecPolicy[2 prefix rules, 1 host executables, 0 network rules]");
        assertThatThrownBy(() -> ExecPolicy.load(second))
                .isInstanceOf(ExecRuleException.class)
                .hasMessageStartingWith(second + ":1:31: the rule matches its example /q/z");
    }

    @Test
    void aFileThatIsNotTextIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a.rules"), new byte[] {(byte) 0xff});

        assertThatThrownBy(() -> ExecPolicy.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void whatIsUnclearSaysWhy() {
        assertThat(ExecPolicy.empty().decideShell("A=1 ls > out; cat <<EOF"))
                .isEqualTo(new ExecDecision(
                        List.of(), Kind.PROMPT, List.of("a variable that is set", "a redirection", "a here document")));
    }

    @Test
    void deepNestingAndLongScriptsPrompt() {
        ExecPolicy policy = parse("prefix_rule([\"ls\"])\nprefix_rule([\"nohup\"])");

        assertThat(policy.decideShell("nohup ".repeat(5) + "ls").kind()).isEqualTo(Kind.ALLOW);
        assertThat(policy.decideShell("nohup ".repeat(5000) + "ls").kind()).isEqualTo(Kind.PROMPT);
        assertThat(policy.decideShell("ls ".repeat(30_000)).kind()).isEqualTo(Kind.PROMPT);
    }

    private static ExecPolicy parse(String source) {
        return ExecPolicy.parse(source, "test.rules");
    }
}
