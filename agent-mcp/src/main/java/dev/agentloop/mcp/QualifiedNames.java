package dev.agentloop.mcp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Names under which the model sees the tools of servers: {@code mcp__server__tool}. A name that model services would
 * refuse is made fit and ends with a hash of the original names, so that it is the same on every start and no other
 * tool's.
 */
final class QualifiedNames {
    private static final int LONGEST = 64; // the rule of the model services
    private static final int HASH_CHARS = 8;
    private static final Pattern ILLEGAL = Pattern.compile("[^A-Za-z0-9_-]");

    private QualifiedNames() {}

    static String of(String server, String tool) {
        String plain = "mcp__" + server + "__" + tool;
        String legal = ILLEGAL.matcher(plain).replaceAll("_");
        if (legal.equals(plain) && legal.length() <= LONGEST && isSeparable(server)) {
            return legal;
        }
        String suffix = "_" + hash(server + "\0" + tool);
        return legal.substring(0, Math.min(legal.length(), LONGEST - suffix.length())) + suffix;
    }

    /** Whether the server's end can be told from the name, so that no other server and tool make the same one. */
    private static boolean isSeparable(String server) {
        return !server.contains("__") && !server.endsWith("_");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
