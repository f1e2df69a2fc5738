package dev.agentloop.tools.files;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Estimates how large a regular expression is with its counted repetitions written out, without building it. Wrong
 * syntax gets some number; the compiler reports it.
 */
final class PatternSize {

    private final String regex;
    private int at;

    private PatternSize(String regex) {
        this.regex = regex;
    }

    static long estimate(String regex) {
        return new PatternSize(regex).run();
    }

    private long run() {
        Deque<Long> outer = new ArrayDeque<>();
        long sum = 0;
        long last = 0;
        while (at < regex.length()) {
            char c = regex.charAt(at++);
            if (c == '(') {
                outer.push(sum);
                sum = 0;
                last = 0;
            } else if (c == ')' && !outer.isEmpty()) {
                last = sum + 2;
                sum = outer.pop() + last;
            } else if (c == '{') {
                long count = count();
                sum += last * Math.max(0, count - 1);
                last *= Math.max(1, count);
            } else {
                skip(c);
                last = 1;
                sum++;
            }
            if (sum > Integer.MAX_VALUE) {
                return sum;
            }
        }
        while (!outer.isEmpty()) {
            sum += outer.pop();
        }
        return sum;
    }

    /** The largest number between braces; 1 when they hold anything else and so stand for themselves. */
    private long count() {
        int close = regex.indexOf('}', at);
        if (close < 0 || close - at > 12) {
            return 1;
        }
        long count = 1;
        for (String number : regex.substring(at, close).split(",", -1)) {
            if (!number.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return 1;
            }
            count = Math.max(count, number.isEmpty() ? 1 : Long.parseLong(number));
        }
        at = close + 1;
        return count;
    }

    private void skip(char c) {
        if (c == '\\' && at < regex.length()) {
            at++;
        } else if (c == '[') {
            int close = regex.indexOf(']', at + 1);
            at = close < 0 ? regex.length() : close + 1;
        }
    }
}
