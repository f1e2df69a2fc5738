package dev.agentloop.runtime.tool;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Patterns of schemas, matched in time linear in the text: a schema may come from a server that wants to see us hang.
 * Patterns that cannot be matched so (look-around, back references) are not checked here; the tool itself sees the value.
 */
final class LinearPattern {
    private static final Logger LOG = LoggerFactory.getLogger(LinearPattern.class);

    /** Compiling writes repeats out, which takes memory in proportion; larger patterns are not checked. */
    private static final long MAX_SIZE = 20_000;

    private final Optional<Pattern> pattern;

    private LinearPattern(Optional<Pattern> pattern) {
        this.pattern = pattern;
    }

    static LinearPattern compile(String text) {
        if (PatternSize.of(text) > MAX_SIZE) {
            LOG.debug("A schema pattern of {} characters is not checked: it is too large", text.length());
            return new LinearPattern(Optional.empty());
        }
        try {
            return new LinearPattern(Optional.of(Pattern.compile(translate(text))));
        } catch (PatternSyntaxException e) {
            LOG.debug("The schema pattern {} is not checked: {}", text, e.getDescription());
            return new LinearPattern(Optional.empty());
        }
    }

    /** Whether the pattern is found anywhere in the text, or is not checked. */
    boolean isFoundIn(String text) {
        return pattern.map(compiled -> compiled.matcher(text).find()).orElse(true);
    }

    /** Writes the one escape of ECMAScript that RE2 writes in another way: four hexadecimal digits after a u. */
    private static String translate(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
            } else if (text.charAt(i + 1) == 'u' && i + 5 < text.length()) {
                out.append("\\x{").append(text, i + 2, i + 6).append('}');
                i += 5;
            } else {
                out.append(c).append(text.charAt(++i));
            }
        }
        return out.toString();
    }
}
