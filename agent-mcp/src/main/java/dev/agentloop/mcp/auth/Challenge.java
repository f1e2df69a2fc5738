package dev.agentloop.mcp.auth;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says in {@code WWW-Authenticate: Bearer} when it refuses (RFC 6750, RFC 9728).
 *
 * @param resourceMetadata where it describes itself
 * @param scopes what a token must allow
 * @param error why a token was refused
 */
record Challenge(Optional<String> resourceMetadata, Scopes scopes, Optional<String> error) {
    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z_]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");
    private static final String SCHEME = "bearer";

    /** Reads the headers; nothing when none is about bearer tokens. */
    static Challenge of(List<String> headers) {
        Map<String, String> parameters = new HashMap<>();
        for (String header : headers) {
            if (header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
                Matcher matcher = PARAMETER.matcher(header.substring(SCHEME.length()));
                while (matcher.find()) {
                    String quoted = matcher.group(2);
                    parameters.putIfAbsent(
                            matcher.group(1).toLowerCase(Locale.ROOT),
                            quoted == null ? matcher.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
                }
            }
        }
        return new Challenge(
                Optional.ofNullable(parameters.get("resource_metadata")),
                Scopes.of(parameters.getOrDefault("scope", "")),
                Optional.ofNullable(parameters.get("error")));
    }
}
