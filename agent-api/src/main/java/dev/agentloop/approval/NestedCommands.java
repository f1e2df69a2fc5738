package dev.agentloop.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the commands that shells, {@code sudo}, {@code xargs}, {@code find -exec} and the like start. */
final class NestedCommands {
    private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ksh", "ash");
    private static final Set<String> SYSTEM_FOLDERS = Set.of("/bin/", "/usr/bin/", "/usr/local/bin/");
    private static final Set<String> FIND_ACTIONS = Set.of("-exec", "-execdir", "-ok", "-okdir");

    /** Options of a shell that change nothing about which commands its script names. */
    private static final String SHELL_OPTIONS = "leux";

    /** The known short options of a program that runs another: those without and those with a value. */
    private record Options(String flags, String valued, int operands) {}

    private static final Map<String, Options> WRAPPERS = Map.ofEntries(
            Map.entry("sudo", new Options("AbEHnPS", "ugpChDRTrt", 0)),
            Map.entry("doas", new Options("n", "uC", 0)),
            Map.entry("env", new Options("iv0", "uC", 0)),
            Map.entry("nice", new Options("", "n", 0)),
            Map.entry("ionice", new Options("t", "cn", 0)),
            Map.entry("nohup", new Options("", "", 0)),
            Map.entry("setsid", new Options("cfw", "", 0)),
            Map.entry("stdbuf", new Options("", "ioe", 0)),
            Map.entry("timeout", new Options("fpv", "ks", 1)),
            Map.entry("time", new Options("pv", "fo", 0)),
            Map.entry("command", new Options("p", "", 0)),
            Map.entry("builtin", new Options("", "", 0)),
            Map.entry("exec", new Options("cl", "a", 0)),
            Map.entry("xargs", new Options("0rtpx", "nPLsadE", 0)));

    private NestedCommands() {}

    static List<NestedCommand> of(ShellScript.Command command) {
        String program = RuleReader.fileName(command.words().get(0));
        if (SHELLS.contains(program)) {
            return shell(command, program);
        }
        if (program.equals("find")) {
            return find(command);
        }
        Options options = WRAPPERS.get(program);
        return options == null ? List.of() : wrapped(command, options, program.equals("xargs"));
    }

    private static List<NestedCommand> shell(ShellScript.Command command, String name) {
        List<String> words = command.words();
        String folder = words.get(0).substring(0, words.get(0).length() - name.length());
        boolean ownRuleNeeded = !folder.isEmpty() && !SYSTEM_FOLDERS.contains(folder);
        for (int i = 1; i < words.size() && words.get(i).length() > 1 && isOption(words.get(i)); i++) {
            String letters = words.get(i).substring(1);
            boolean script = letters.indexOf('c') >= 0;
            if (words.get(i).charAt(0) == '+'
                    || !letters.chars().allMatch(c -> c == 'c' || SHELL_OPTIONS.indexOf(c) >= 0)) {
                return List.of(unknown(words.size(), "the option " + words.get(i) + " of " + name));
            }
            if (script && (i + 1 >= words.size() || isOption(words.get(i + 1)) || command.openFrom() <= i + 1)) {
                return List.of(unknown(words.size(), "a script of " + name + " that is not known"));
            }
            if (script) {
                return List.of(new NestedCommand(i + 1, null, words.get(i + 1), null, ownRuleNeeded));
            }
        }
        return List.of();
    }

    private static boolean isOption(String word) {
        return word.startsWith("-") || word.startsWith("+");
    }

    private static NestedCommand unknown(int index, String reason) {
        return new NestedCommand(index, null, null, reason, true);
    }

    private static List<NestedCommand> find(ShellScript.Command command) {
        List<String> words = command.words();
        List<NestedCommand> found = new ArrayList<>();
        for (int i = 1; i < words.size(); i++) {
            if (!FIND_ACTIONS.contains(words.get(i))) {
                continue;
            }
            int start = i + 1;
            int end = start;
            int openFrom = ShellScript.Command.NOTHING_OPEN;
            while (end < words.size() && !words.get(end).equals(";") && !isPlus(words, end)) {
                boolean known = !words.get(end).contains("{}") && end < command.openFrom();
                openFrom = known ? openFrom : Math.min(openFrom, end - start);
                end++;
            }
            if (end == start || end == words.size() || openFrom == 0) {
                found.add(unknown(words.size(), "what find runs"));
            } else {
                found.add(new NestedCommand(
                        start, new ShellScript.Command(words.subList(start, end), openFrom), null, null, true));
            }
            i = end;
        }
        return found;
    }

    private static boolean isPlus(List<String> words, int at) {
        return words.get(at).equals("+") && words.get(at - 1).equals("{}");
    }

    private static List<NestedCommand> wrapped(ShellScript.Command command, Options options, boolean moreWords) {
        List<String> words = command.words();
        String unclear = null;
        int i = 1;
        while (i < words.size() && words.get(i).length() > 1 && words.get(i).startsWith("-")) {
            String option = words.get(i++);
            if (option.equals("--")) {
                break;
            }
            int letter = 1;
            while (letter < option.length() && options.flags.indexOf(option.charAt(letter)) >= 0) {
                letter++;
            }
            if (letter < option.length() && options.valued.indexOf(option.charAt(letter)) < 0) {
                unclear = "the option " + option + " of " + words.get(0);
            } else if (letter == option.length() - 1) {
                i++;
            }
        }
        i += options.operands;
        while (i < words.size() && words.get(i).indexOf('=') > 0) {
            unclear = "a variable that is set";
            i++;
        }
        if (i >= words.size()) {
            return unclear == null ? List.of() : List.of(unknown(words.size(), unclear));
        }
        if (command.openFrom() <= i) {
            return List.of(unknown(words.size(), "what " + words.get(0) + " runs"));
        }
        List<String> inner = words.subList(i, words.size());
        boolean allKnown = command.openFrom() == ShellScript.Command.NOTHING_OPEN;
        int openFrom =
                allKnown ? (moreWords ? inner.size() : ShellScript.Command.NOTHING_OPEN) : command.openFrom() - i;
        return List.of(new NestedCommand(i, new ShellScript.Command(inner, openFrom), null, unclear, true));
    }
}
