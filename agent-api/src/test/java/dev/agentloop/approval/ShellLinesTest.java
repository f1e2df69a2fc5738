package dev.agentloop.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shell lines and what a small set of rules says about them. "open" means that no rule decides. */
class ShellLinesTest {
    private static final ExecPolicy POLICY = ExecPolicy.parse("""
            prefix_rule(pattern=["ls"])
            prefix_rule(pattern=["cat"])
            prefix_rule(pattern=["echo"])
            prefix_rule(pattern=["grep"])
            prefix_rule(pattern=["find"])
            prefix_rule(pattern=["xargs"])
            prefix_rule(pattern=["git"])
            prefix_rule(pattern=["git", "push"], decision="prompt")
            prefix_rule(pattern=["sudo", "ls"])
            prefix_rule(pattern=["rm"], decision="forbidden")
            prefix_rule(pattern=["bash", "-lc", "cat <<< known"])
            host_executable(name="git", paths=["/usr/bin/git"])
            """, "lines.rules");

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '\u0001', textBlock = """
                    ls -la                              ¦ ALLOW
                    ls && cat a.txt                     ¦ ALLOW
                    ls; cat a; echo done                ¦ ALLOW
                    ls || echo none                     ¦ ALLOW
                    cat a | grep b | cat                ¦ ALLOW
                    ls &&\\n cat a\\n                   ¦ ALLOW
                    ls && make                          ¦ open
                    make                                ¦ open
                    ls && rm -rf /                      ¦ FORBIDDEN
                    cat a | rm -rf b                    ¦ FORBIDDEN
                    ls\\nrm x                           ¦ FORBIDDEN
                    git status && git push              ¦ PROMPT
                    git push; rm x                      ¦ FORBIDDEN
                    "git" 'status'                      ¦ ALLOW
                    g"it" pu\\\\sh                      ¦ PROMPT
                    r\\\\m x                            ¦ FORBIDDEN
                    /bin/rm x                           ¦ FORBIDDEN
                    ./rm x                              ¦ FORBIDDEN
                    /usr/bin/git status                 ¦ ALLOW
                    /tmp/git status                     ¦ open
                    echo $(rm x)                        ¦ PROMPT
                    echo `rm x`                         ¦ PROMPT
                    echo "$HOME"                        ¦ PROMPT
                    echo '$HOME'                        ¦ ALLOW
                    echo \\\\$HOME                      ¦ ALLOW
                    rm $HOME                            ¦ FORBIDDEN
                    cat <<EOF\\nrm x\\nEOF              ¦ PROMPT
                    cat <<< text                        ¦ PROMPT
                    diff <(ls a) <(ls b)                ¦ PROMPT
                    echo a > b                          ¦ PROMPT
                    echo a >> b                         ¦ PROMPT
                    cat < b                             ¦ PROMPT
                    ls 2>&1                             ¦ ALLOW
                    ls 2>/dev/null | cat                ¦ ALLOW
                    ls &> /dev/null && rm x             ¦ FORBIDDEN
                    ls > /dev/null/../x                 ¦ PROMPT
                    A=1 ls                              ¦ PROMPT
                    PATH=. git status                   ¦ PROMPT
                    A=1 rm x                            ¦ FORBIDDEN
                    env A=1 ls                          ¦ PROMPT
                    sudo ls /root                       ¦ ALLOW
                    sudo cat /root                      ¦ open
                    sudo -u root rm x                   ¦ FORBIDDEN
                    sudo -i                             ¦ PROMPT
                    ls | xargs cat                      ¦ ALLOW
                    ls | xargs rm                       ¦ FORBIDDEN
                    ls | xargs -n 1 make                ¦ open
                    ls | xargs git                      ¦ PROMPT
                    ls | xargs -I{} sh -c '{}'          ¦ PROMPT
                    find . -name a                      ¦ ALLOW
                    find . -exec cat {} +               ¦ ALLOW
                    find . -exec rm {} \\\\;            ¦ FORBIDDEN
                    find . -exec {} \\\\;               ¦ PROMPT
                    find . -exec make \\\\;             ¦ open
                    bash -c 'ls && cat a'               ¦ ALLOW
                    bash -lc "bash -c 'rm x'"           ¦ FORBIDDEN
                    bash -lc 'ls > a'                   ¦ PROMPT
                    bash -lc 'cat <<< known'            ¦ ALLOW
                    bash --rcfile a -c ls               ¦ PROMPT
                    /tmp/bash -c ls                     ¦ open
                    eval ls                             ¦ PROMPT
                    if ls; then cat a; fi               ¦ PROMPT
                    if ls; then rm a; fi                ¦ FORBIDDEN
                    ls() { rm x; }                      ¦ PROMPT
                    (ls)                                ¦ PROMPT
                    ls & cat a                          ¦ PROMPT
                    ls |& cat                           ¦ PROMPT
                    ! ls                                ¦ PROMPT
                    ls *.java                           ¦ ALLOW
                    l? a                                ¦ PROMPT
                    git *                               ¦ PROMPT
                    git {status,push}                   ¦ PROMPT
                    ls # && rm x                        ¦ ALLOW
                    ls a#b                              ¦ ALLOW
                    ls &&                               ¦ PROMPT
                    && ls                               ¦ PROMPT
                    ls;; cat                            ¦ PROMPT
                    echo 'open                          ¦ PROMPT
                    echo "a                             ¦ PROMPT
                    ls \u037e rm x                      ¦ PROMPT
                    ls \uff06\uff06 rm x                ¦ PROMPT
                    ls \uff5c cat                       ¦ PROMPT
                    ls \u01c0 cat                       ¦ PROMPT
                    ls\u00a0-la                         ¦ PROMPT
                    echo \u201cquoted\u201d             ¦ PROMPT
                    l\u0455 a                           ¦ PROMPT
                    echo "\u202eabc"                    ¦ PROMPT
                    ls gr\u00fc\u00dfe.txt              ¦ ALLOW
                    ls a\\rb                            ¦ PROMPT
                    # only a comment                    ¦ open
                    """)
    void everyPartOfALineIsJudged(String line, String expected) {
        String script = line.replace("\\n", "\n").replace("\\r", "\r").replace("\\\\", "\\");

        ExecDecision decision = POLICY.decideShell(script);

        assertThat(decision.kind() == null ? "open" : decision.kind().name())
                .as("%s: %s", script, decision)
                .isEqualTo(expected);
        assertThat(POLICY.decideCommand(List.of("bash", "-lc", script)).kind())
                .as("the same as a command: %s", script)
                .isEqualTo(decision.kind());
    }
}
