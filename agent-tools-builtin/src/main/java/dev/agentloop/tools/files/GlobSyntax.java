package dev.agentloop.tools.files;

/**
 * Globs for relative paths with '/': {@code *} and {@code ?} within a name, {@code **} over directories,
 * {@code [a-z]}, {@code {a,b}}. A glob without '/' matches names at any depth.
 */
final class GlobSyntax {

    private GlobSyntax() {}

    static String toRegex(String glob) {
        StringBuilder regex = new StringBuilder("\\A");
        if (glob.indexOf('/') < 0) {
            regex.append("(?:.*/)?");
        }
        int braces = 0;
        for (int i = glob.startsWith("/") ? 1 : 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    boolean deep = i + 1 < glob.length() && glob.charAt(i + 1) == '*';
                    boolean directories = deep && i + 2 < glob.length() && glob.charAt(i + 2) == '/';
                    regex.append(directories ? "(?:.*/)?" : deep ? ".*" : "[^/]*");
                    i += directories ? 2 : deep ? 1 : 0;
                }
                case '?' -> regex.append("[^/]");
                case '[' -> i = characterClass(glob, i, regex);
                case '{' -> {
                    regex.append("(?:");
                    braces++;
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                case '\\' -> {
                    i = Math.min(i + 1, glob.length() - 1);
                    literal(glob.charAt(i), regex);
                }
                default -> literal(c, regex);
            }
        }
        return "(?s)" + regex.append(")".repeat(braces)).append("\\z");
    }

    private static int characterClass(String glob, int open, StringBuilder regex) {
        int close = glob.indexOf(']', open + 2);
        if (close < 0) {
            literal('[', regex);
            return open;
        }
        String body = glob.substring(open + 1, close);
        boolean negated = body.startsWith("!") || body.startsWith("^");
        regex.append(negated ? "[^/" : "[");
        String members = negated ? body.substring(1) : body;
        regex.append(members.replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^"));
        regex.append(']');
        return close;
    }

    private static void literal(char c, StringBuilder regex) {
        if ("\\.[]{}()*+-?^$|&#".indexOf(c) >= 0) {
            regex.append('\\');
        }
        regex.append(c);
    }
}
