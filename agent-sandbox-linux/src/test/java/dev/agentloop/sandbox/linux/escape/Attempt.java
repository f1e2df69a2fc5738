package dev.agentloop.sandbox.linux.escape;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One attempt, from a file of {@code escapes/}. A block begins with {@code == NAME} or {@code == NAME | FLAG...}; its lines
 * are a shell script that succeeds when it got through. {@code -- then} begins the next command of the same session.
 *
 * <p>Flags: {@code effect}: only what is seen from outside counts; {@code outside}: the same, and it is never tried without
 * a sandbox; {@code kernel}, {@code race}: not tried without a sandbox; {@code heart}: nothing may beat afterwards;
 * {@code pty}: on a terminal; {@code tool}: needs a program that may be missing.
 */
record Attempt(String category, String name, Set<String> flags, List<String> scripts) {
    static final List<String> CATEGORIES =
            List.of("files", "metadata", "reads", "network", "processes", "kernel", "ipc", "environment");

    static List<Attempt> all() {
        return CATEGORIES.stream().flatMap(category -> of(category).stream()).toList();
    }

    static List<Attempt> of(String category) {
        List<Attempt> attempts = new ArrayList<>();
        for (String block : ("\n" + text(category + ".txt")).split("\n== ")) {
            if (!block.isBlank()) {
                String title = block.lines().findFirst().orElseThrow();
                String[] parts = title.split(" \\| ", 2);
                Set<String> flags = parts.length == 1 ? Set.of() : Set.of(parts[1].split(" "));
                String body = block.substring(title.length() + 1);
                attempts.add(new Attempt(category, parts[0], flags, Arrays.asList(body.split("(?m)^-- then\n"))));
            }
        }
        return attempts;
    }

    static String text(String file) {
        try (InputStream in = Attempt.class.getResourceAsStream("/escapes/" + file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Whether it must get through where nothing confines it, which shows that the attempt is a real one. */
    boolean hasControl() {
        return flags.isEmpty() || flags.equals(Set.of("effect"));
    }

    @Override
    public String toString() {
        return category + ": " + name;
    }
}
