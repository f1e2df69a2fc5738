package dev.agentloop.runtime.store;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds texts that have all words of a search. */
final class TextSearch {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final int EXCERPT_CHARS = 80;

    private final Set<String> wanted;

    TextSearch(String text) {
        this.wanted = words(text).collect(Collectors.toUnmodifiableSet());
    }

    /** What stands around the first word found; empty when a word is missing. */
    Optional<String> excerpt(String text) {
        if (wanted.isEmpty() || !words(text).collect(Collectors.toSet()).containsAll(wanted)) {
            return Optional.empty();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        int at = wanted.stream().mapToInt(lower::indexOf).min().orElse(0);
        int start = boundary(text, Math.max(0, at - EXCERPT_CHARS));
        int end = boundary(text, Math.min(text.length(), at + EXCERPT_CHARS));
        return Optional.of((start > 0 ? "…" : "") + text.substring(start, end) + (end < text.length() ? "…" : ""));
    }

    private static int boundary(String text, int index) {
        return index > 0 && index < text.length() && Character.isLowSurrogate(text.charAt(index)) ? index - 1 : index;
    }

    private static Stream<String> words(String text) {
        return BETWEEN_WORDS.splitAsStream(text.toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty());
    }
}
