package dev.agentloop.tools.files;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.agentloop.ToolExecutionException;
import java.nio.file.Path;

/**
 * Compiles patterns written by a model. RE2 matches in time linear in the text, so no pattern can hang a tool; nested
 * repetitions, which multiply the size of the compiled pattern, are bounded before compiling.
 */
final class LinearPatterns {

    /** Each character of a text costs at most one step per instruction: this many keep a large file within seconds. */
    private static final long MAX_INSTRUCTIONS = 20_000;

    private LinearPatterns() {}

    /** @throws ToolExecutionException when the pattern is wrong or too large; the message is for the model */
    static Pattern compile(String regex, boolean ignoreCase) {
        if (PatternSize.estimate(regex) > MAX_INSTRUCTIONS) {
            throw new ToolExecutionException("The pattern '" + regex + "' repeats too much; use smaller counts.");
        }
        try {
            return Pattern.compile(regex, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException e) {
            throw new ToolExecutionException(
                    "The pattern '" + regex + "' is not valid RE2 syntax: " + e.getDescription() + " at '"
                            + e.getPattern() + "'. Backreferences and lookaround do not exist in RE2.",
                    e);
        }
    }

    /** A pattern for whole relative paths with '/' from a glob. @throws ToolExecutionException when it is wrong */
    static Pattern glob(String glob) {
        return compile(GlobSyntax.toRegex(glob), false);
    }

    /** Whether a glob matches a file by its path from a directory above it. */
    static boolean matchesBelow(Pattern glob, Path directory, Path file) {
        String separator = file.getFileSystem().getSeparator();
        return glob.matches(directory.relativize(file).toString().replace(separator, "/"));
    }
}
