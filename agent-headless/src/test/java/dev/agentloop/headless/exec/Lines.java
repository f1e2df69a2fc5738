package dev.agentloop.headless.exec;

import java.util.Arrays;

/** Expected lines, written short: {@code item.started {'id':…}} for the event with that item, and ' for ". */
final class Lines {
    private Lines() {}

    static String[] expand(String... lines) {
        return Arrays.stream(lines).map(Lines::expand).toArray(String[]::new);
    }

    private static String expand(String line) {
        // A value that holds single quotes is given in double quotes, which then stay as they are.
        StringBuilder expanded = new StringBuilder();
        boolean verbatim = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean escaped = i > 0 && line.charAt(i - 1) == '\\';
            verbatim ^= c == '"' && !escaped;
            expanded.append(c == '\'' && !verbatim ? '"' : c);
        }
        int space = line.indexOf(' ');
        return line.startsWith("item.")
                ? "{\"type\":\"" + line.substring(0, space) + "\",\"item\":" + expanded.substring(space + 1) + "}"
                : expanded.toString();
    }
}
