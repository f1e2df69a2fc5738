package dev.agentloop.sandbox;

import java.net.IDN;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apiguardian.api.API;

/**
 * A host and the ports of it that may be reached. Written {@code example.com:443}, {@code *.example.com:443} (any name
 * below, not {@code example.com} itself), {@code 10.0.0.7:5432}, {@code [::1]:8080}, {@code example.com:8080,8443},
 * {@code example.com:*}; without a
 * port 80 and 443 are meant. Names are compared without regard to case; international names in their ASCII form.
 *
 * @param host the name or address, in lower case, without brackets; may start with {@code *.}
 * @param ports the ports; empty means every port
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record HostRule(String host, List<Integer> ports) {
    private static final List<Integer> WEB_PORTS = List.of(80, 443);

    /** @throws IllegalArgumentException if the host or a port is not valid */
    public HostRule {
        host = normalise(host);
        ports = List.copyOf(ports);
        for (int port : ports) {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("network.allow: port " + port + " is not between 1 and 65535");
            }
        }
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException if it is not one
     */
    public static HostRule parse(String text) {
        Objects.requireNonNull(text, "network.allow");
        int bracket = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean bareAddress = bracket < 0 && colon >= 0 && text.indexOf(':') != colon;
        if (bareAddress) {
            throw new IllegalArgumentException("network.allow: write \"" + text + "\" as [address]:port");
        }
        boolean hasPort = colon > bracket;
        String host = hasPort ? text.substring(0, colon) : text;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new HostRule(host, hasPort ? port(text, text.substring(colon + 1)) : WEB_PORTS);
    }

    /** Tells whether a connection to this host and port is covered; the host may carry brackets or a final dot. */
    public boolean covers(String candidate, int port) {
        String name;
        try {
            name = normalise(candidate);
        } catch (IllegalArgumentException notAHost) {
            return false;
        }
        boolean hostMatches = host.startsWith("*.") ? name.endsWith(host.substring(1)) : name.equals(host);
        return hostMatches && (ports.isEmpty() || ports.contains(port));
    }

    /** The written form; {@link #parse} of it gives an equal rule. */
    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        if (ports.equals(WEB_PORTS)) {
            return name;
        }
        if (ports.isEmpty()) {
            return name + ":*";
        }
        return name + ":" + ports.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static List<Integer> port(String whole, String text) {
        if (text.equals("*")) {
            return List.of();
        }
        try {
            return Arrays.stream(text.split(",")).map(Integer::valueOf).toList();
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "network.allow: the port of \"" + whole + "\" is not a number", notANumber);
        }
    }

    private static String normalise(String host) {
        String name = host.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        boolean wildcard = name.startsWith("*.");
        String plain = wildcard ? name.substring(2) : name;
        if (plain.isEmpty() || plain.indexOf('*') >= 0 || plain.indexOf('/') >= 0 || plain.indexOf(' ') >= 0) {
            throw new IllegalArgumentException(
                    "network.allow: \"" + host + "\" is not a host; write name:port, *.name:port or [address]:port");
        }
        String ascii = plain.indexOf(':') >= 0 ? plain : IDN.toASCII(plain);
        return wildcard ? "*." + ascii : ascii;
    }
}
