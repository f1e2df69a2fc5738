package dev.agentloop.sandbox.macos;

import dev.agentloop.sandbox.Access;
import dev.agentloop.sandbox.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One glob of a policy without braces, as expressions for what it matches below a given folder. A policy compares how many
 * names a glob and a folder fix, so a folder's rules may only repeat the glob for matches that end below the folder.
 *
 * @param parts names and patterns from the root; trailing {@code **} are cut, they fix no name
 * @param anchored how many of the parts are the names of the workspace
 * @param belowOnly whether only what lies below a match is meant, not the match itself
 * @param access what the glob gives
 */
record GlobRule(List<Part> parts, int anchored, boolean belowOnly, Access access) {
    private static final String ANY_DEPTH = "(/[^/]+)*";

    GlobRule {
        parts = List.copyOf(parts);
    }

    /** One part: {@code **}, or an expression for one name. */
    record Part(boolean anyDepth, String expression) {
        boolean matches(String name) {
            return SeatbeltRegex.compile("^" + expression + "$").matches(name);
        }
    }

    /**
     * What the glob still says below a folder.
     *
     * @param exact whether it matches the folder itself
     * @param deeper expressions for matches below the folder
     */
    record Remainder(boolean exact, List<String> deeper) {}

    /** The alternatives of a glob; a relative one is looked for below the workspace. */
    static List<GlobRule> of(Entry entry, List<String> workspace, boolean caseSensitive) {
        List<GlobRule> rules = new ArrayList<>();
        for (String plain : Braces.expand(entry.value())) {
            List<Part> parts = new ArrayList<>();
            if (!entry.value().startsWith("/")) {
                workspace.forEach(name -> parts.add(new Part(false, SeatbeltRegex.quote(name, caseSensitive))));
            }
            int anchored = parts.size();
            for (String part : plain.split("/")) {
                if (!part.isEmpty()) {
                    boolean anyDepth = part.equals("**");
                    parts.add(new Part(anyDepth, anyDepth ? "" : SeatbeltRegex.ofGlobPart(part, caseSensitive)));
                }
            }
            int given = parts.size();
            while (parts.size() > anchored && parts.get(parts.size() - 1).anyDepth()) {
                parts.remove(parts.size() - 1);
            }
            boolean belowOnly = parts.size() < given && parts.size() > anchored;
            rules.add(new GlobRule(parts, anchored, belowOnly, entry.access()));
        }
        return rules;
    }

    /** What remains of the glob below a folder, as whole expressions that begin with the folder. */
    Remainder below(Path folder, String quotedFolder) {
        BitSet open = skipped(0);
        for (Path name : folder) {
            BitSet next = new BitSet();
            for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
                if (i < parts.size() && parts.get(i).anyDepth()) {
                    next.or(skipped(i));
                } else if (i < parts.size() && parts.get(i).matches(name.toString())) {
                    next.or(skipped(i + 1));
                }
            }
            open = next;
        }
        List<String> deeper = new ArrayList<>();
        for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
            boolean repeated = i > 0 && open.get(i - 1) && parts.get(i - 1).anyDepth();
            if (i < parts.size() && !repeated) {
                deeper.add("^" + quotedFolder + expression(i, parts.size()) + tail());
            }
        }
        return new Remainder(open.get(parts.size()), deeper);
    }

    /** What follows a match: nothing more or anything below, or only the latter. */
    String tail() {
        return belowOnly ? "/" : "(/|$)";
    }

    /** Folders with a name of their own in the pattern: renamed, what they hold would no longer match. */
    List<String> passages() {
        List<String> found = new ArrayList<>();
        for (int end = anchored + 1; end < parts.size(); end++) {
            if (!parts.get(end - 1).anyDepth()) {
                found.add("^" + expression(0, end) + "$");
            }
        }
        return found;
    }

    private String expression(int from, int to) {
        StringBuilder expression = new StringBuilder();
        for (Part part : parts.subList(from, to)) {
            expression.append(part.anyDepth() ? ANY_DEPTH : "/" + part.expression());
        }
        return expression.toString();
    }

    /** The positions reached with position {@code i}: {@code **} may stand for nothing. */
    private BitSet skipped(int i) {
        BitSet reached = new BitSet();
        int last = i;
        reached.set(last);
        while (last < parts.size() && parts.get(last).anyDepth()) {
            reached.set(++last);
        }
        return reached;
    }
}
