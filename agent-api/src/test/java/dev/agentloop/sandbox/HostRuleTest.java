package dev.agentloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {

    @ParameterizedTest
    @CsvSource({
        "example.com:443, example.com, 443, true",
        "example.com:443, EXAMPLE.com., 443, true",
        "example.com:443, example.com, 80, false",
        "example.com, example.com, 443, true",
        "example.com, example.com, 80, true",
        "example.com, example.com, 8080, false",
        "example.com:*, example.com, 1, true",
        "'example.com:1,2', example.com, 2, true",
        "example.com:443, evil-example.com, 443, false",
        "example.com:443, a.example.com, 443, false",
        "*.example.com:443, a.example.com, 443, true",
        "*.example.com:443, a.b.example.com, 443, true",
        "*.example.com:443, example.com, 443, false",
        "*.example.com:443, xexample.com, 443, false",
        "[::1]:8080, ::1, 8080, true",
        "[::1]:8080, [::1], 8080, true",
        "b\u00fccher.example:443, xn--bcher-kva.example, 443, true",
        "example.com:443, 'exa mple.com', 443, false",
    })
    void matchesHostAndPort(String rule, String host, int port, boolean expected) {
        assertThat(HostRule.parse(rule).covers(host, port)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "example.com:443", "*.a.b:1", "[::1]:80", "a:*", "a:1,2", "[fe80::1]"})
    void theWrittenFormIsReadBack(String text) {
        assertThat(HostRule.parse(text)).hasToString(text);
        assertThat(HostRule.parse(HostRule.parse(text).toString())).isEqualTo(HostRule.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "a*b:1", "https://a.b", "a:0", "a:65536", "a:x", "::1:80", "*.", "a b:1"})
    void refusesWhatIsNoHost(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostRule.parse(text))
                .withMessageStartingWith("network.allow: ");
    }

    @Test
    void aNetworkAllowsByMode() {
        assertThat(Network.none().allows("a", 1)).isFalse();
        assertThat(Network.full().allows("a", 1)).isTrue();
        assertThat(Network.allowList("a:1", "b:2").allows("b", 2)).isTrue();
        assertThat(Network.allowList("a:1", "b:2").allows("b", 1)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Network(Network.Mode.NONE, Network.allowList("a").allow()))
                .withMessage("network.allow: hosts are listed but the mode is NONE");
    }
}
