package dev.agentloop.runtime.tool;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Says how large a pattern is when its counted repeats are written out: {@code (a{100}){100}} is 10,000. RE2/J bounds each
 * repeat, but not repeats of repeats.
 */
final class PatternSize {
    private final String pattern;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long total;
    private long last;
    private int at;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    static long of(String pattern) {
        return new PatternSize(pattern).measure();
    }

    private long measure() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            switch (c) {
                case '(' -> {
                    outer.push(total);
                    total = 0;
                    last = 0;
                }
                case ')' -> {
                    last = total + 1;
                    total = saturated(total + (outer.isEmpty() ? 0 : outer.pop()) + 1);
                }
                case '[' -> {
                    skipClass();
                    atom();
                }
                case '\\' -> {
                    at++;
                    atom();
                }
                case '{' -> repeat();
                default -> atom();
            }
        }
        return total;
    }

    private void atom() {
        last = 1;
        total = saturated(total + 1);
    }

    private void repeat() {
        int end = pattern.indexOf('}', at);
        long times = end < 0 ? 1 : largestNumber(pattern.substring(at, end));
        total = saturated(total + last * Math.max(0, times - 1));
        last = saturated(last * Math.max(1, times));
        at = end < 0 ? at : end + 1;
    }

    private static long largestNumber(String text) {
        long largest = 1;
        for (String part : text.split(",")) {
            boolean number =
                    !part.isEmpty() && part.length() < 7 && part.chars().allMatch(Character::isDigit);
            largest = Math.max(largest, number ? Long.parseLong(part) : 1);
        }
        return largest;
    }

    private void skipClass() {
        boolean first = true;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == ']' && !first) {
                return;
            }
            first = first && c == '^';
        }
    }

    /** Keeps products of products within a long. */
    private static long saturated(long size) {
        return Math.min(size, Integer.MAX_VALUE);
    }
}
