package dev.agentloop.cli;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rule files and commands over a few words, so that they often meet; some rules are wrong. */
final class RandomRules {
    private static final List<String> WORDS = List.of("a", "b", "/bin/a", "/usr/bin/a", "git", "", "x y", "./a");
    private static final List<String> DECISIONS =
            List.of("allow", "prompt", "forbidden", "allow", "prompt", "forbidden", "deny");
    private static final List<String> PATHS = List.of("'/bin/a'", "'/opt/../usr/bin/a'", "'/bin/a'", "'/bin/b'");

    private final Random random;

    RandomRules(Random random) {
        this.random = random;
    }

    String file() {
        StringBuilder file = new StringBuilder(several(3, this::rule).collect(Collectors.joining("\n", "", "\n")));
        if (random.nextInt(12) == 0) {
            file.deleteCharAt(random.nextInt(file.length()));
        }
        return file.toString();
    }

    List<String> command() {
        return several(3, () -> one(WORDS)).toList();
    }

    private String rule() {
        return switch (random.nextInt(8)) {
            case 0 -> "network_rule(host=" + word() + ", protocol=\"http\", decision=" + quoted(one(DECISIONS)) + ")";
            case 1, 2 ->
                "host_executable(name=\"" + (random.nextInt(8) == 0 ? "/a" : "a") + "\", paths=["
                        + several(2, () -> one(PATHS)).collect(Collectors.joining(", ")) + "])";
            default -> prefixRule();
        };
    }

    private String prefixRule() {
        String pattern = random.nextInt(20) == 0
                ? ""
                : several(2, () -> random.nextInt(3) == 0 ? "[" + word() + ", " + word() + ",]" : word())
                        .collect(Collectors.joining(", "));
        return "prefix_rule(pattern=[" + pattern + "]"
                + sometimes(2, () -> ", decision=" + quoted(one(DECISIONS)))
                + sometimes(10, () -> ", match=[" + quoted(one(WORDS) + " " + one(WORDS)) + "]")
                + sometimes(10, () -> ", not_match=[[" + word() + "]]")
                + sometimes(4, () -> ", justification=" + quoted(random.nextInt(12) == 0 ? " " : "why")) + ")";
    }

    private String sometimes(int oneIn, Supplier<String> text) {
        return random.nextInt(oneIn) == 0 ? text.get() : "";
    }

    private Stream<String> several(int atMost, Supplier<String> text) {
        return Stream.generate(text).limit(1 + random.nextInt(atMost)).toList().stream();
    }

    private String word() {
        return quoted(one(WORDS));
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
