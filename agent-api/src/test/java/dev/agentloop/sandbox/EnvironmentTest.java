package dev.agentloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    @Test
    void takesAllowedNamesFromTheHostAndAddsFixedValues() {
        Environment environment = new Environment(List.of("PATH", "LC_*"), Map.of("CI", "1", "PATH", "/bin"));

        assertThat(environment.resolve(Map.of("PATH", "/usr/bin", "LC_ALL", "C", "LC", "x", "HOME", "/h")))
                .containsExactly(Map.entry("CI", "1"), Map.entry("LC_ALL", "C"), Map.entry("PATH", "/bin"));
    }

    @Test
    void namesThatLookSecretNeverComeFromTheHost() {
        Environment everything = new Environment(List.of("*"), Map.of());

        assertThat(everything.resolve(Map.of(
                        "OPENAI_API_KEY", "a",
                        "github_token", "b",
                        "MY_SECRET_1", "c",
                        "PGPASSWORD", "d",
                        "AWS_CREDENTIALS", "e",
                        "EDITOR", "vi")))
                .isEqualTo(Map.of("EDITOR", "vi"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Environment.standard().allowing("GITHUB_TOKEN"))
                .withMessage("environment.allow: GITHUB_TOKEN looks like a secret and is never taken from the host; "
                        + "pass it on purpose with set(name, value)");
        assertThat(Environment.empty().setting("GITHUB_TOKEN", "x").resolve(Map.of()))
                .isEqualTo(Map.of("GITHUB_TOKEN", "x"));
    }

    @Test
    void malformedVariablesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Environment.empty().setting("A=B", "x"))
                .withMessage("environment.set: \"A=B\" is not a name of a variable");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Environment.empty().setting("A", "x\0y"))
                .withMessage("environment.set: the value of A contains a NUL character");
    }
}
