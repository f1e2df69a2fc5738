package dev.agentloop.approval;

import dev.agentloop.approval.ExecDecision.Kind;
import dev.agentloop.approval.ExecDecision.RuleMatch;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule about one host, reached in one way. */
record NetworkRule(
        String host, String protocol, Kind kind, @Nullable String justification) {
    private static final Map<String, String> PROTOCOLS = Map.of(
            "http", "http",
            "https", "https",
            "https_connect", "https",
            "http-connect", "https",
            "socks5_tcp", "socks5_tcp",
            "socks5_udp", "socks5_udp");

    /** The protocol under its one name; null when there is none such. */
    static @Nullable String protocolNamed(String name) {
        return PROTOCOLS.get(name);
    }

    /**
     * The host in the form in which hosts are compared: lower case, without port, brackets and final dot.
     *
     * @throws IllegalArgumentException if it is not one host
     */
    static String hostNamed(String text) {
        String host = text.strip();
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (host.contains("/") || host.contains("?") || host.contains("#")) {
            throw new IllegalArgumentException("host must be a name or an address, without scheme or path: " + host);
        }
        if (host.startsWith("[")) {
            int close = host.indexOf(']');
            String rest = host.substring(close + 1);
            if (close < 2 || !(rest.isEmpty() || rest.startsWith(":") && isPort(rest.substring(1)))) {
                throw new IllegalArgumentException("host is not an address in brackets: " + host);
            }
            host = host.substring(1, close);
        } else if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
            int colon = host.indexOf(':');
            host = isPort(host.substring(colon + 1)) ? host.substring(0, colon) : host;
        }
        while (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("host must not be empty");
        }
        if (host.contains("*")) {
            throw new IllegalArgumentException("host must be one host, wildcards are not allowed: " + host);
        }
        if (host.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("host must not contain white space: " + host);
        }
        return host.toLowerCase(Locale.ROOT);
    }

    private static boolean isPort(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    boolean matches(String otherProtocol, String otherHost) {
        return protocol.equals(otherProtocol) && host.equals(otherHost);
    }

    RuleMatch match() {
        return new RuleMatch(List.of(host), kind, null, justification);
    }
}
