package dev.agentloop.tools.files;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.agentloop.ToolExecutionException;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import dev.agentloop.tools.output.OutputBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code grep_files}: lines that match a pattern, in one file or below a directory. */
public final class GrepFilesTool implements ToolHandler {

    private static final int MAX_FILE_BYTES = 8 << 20;
    private static final int DEFAULT_MATCHES = 200;
    private static final int MAX_MATCHES = 5_000;
    private static final int MAX_LINE_CHARS = 400;

    private static final ToolSpec SPEC = ToolSpec.builder("grep_files")
            .description("Searches text files for lines that match a regular expression (RE2 syntax) and answers"
                    + " path:line:text. Skips .git, what .gitignore excludes, and binary files.")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "pattern":{"type":"string","description":"Regular expression, matched against each line."},\
                    "path":{"type":"string","description":"File or directory to search. Default: the working directory."},\
                    "glob":{"type":"string","description":"Only files that match, such as *.java or src/**/*.{ts,tsx}."},\
                    "ignore_case":{"type":"boolean","description":"Default false."},\
                    "limit":{"type":"integer","minimum":1,"description":"Most lines answered. Default 200."}},\
                    "required":["pattern"],"additionalProperties":false}""")
            .traits(ToolSpec.Trait.READ_ONLY, ToolSpec.Trait.PARALLEL_SAFE)
            .build();

    record Arguments(
            @Tool.Param(name = "pattern") String pattern,
            @Tool.Param(name = "path") Optional<String> path,
            @Tool.Param(name = "glob") Optional<String> glob,
            @Tool.Param(name = "ignore_case") Optional<Boolean> ignoreCase,
            @Tool.Param(name = "limit") Optional<Integer> limit) {}

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) {
        Arguments arguments = call.arguments(Arguments.class);
        Pattern pattern = LinearPatterns.compile(
                arguments.pattern(), arguments.ignoreCase().orElse(false));
        Optional<Pattern> glob = arguments.glob().map(LinearPatterns::glob);
        int limit = Math.min(arguments.limit().orElse(DEFAULT_MATCHES), MAX_MATCHES);
        SessionFiles files = SessionFiles.of(context);
        String path = arguments.path().orElse(".");
        Search search = new Search(files, pattern, limit);
        Path root = files.readable(path);
        try {
            if (Files.isRegularFile(root, LinkOption.NOFOLLOW_LINKS)) {
                search.file(root, BoundedReader.read(root, MAX_FILE_BYTES));
                return ToolOutput.text(search.answer(List.of()));
            }
            FileWalk walk = new FileWalk(files, context.cancellation());
            walk.walk(
                    root,
                    (directory, name, file) -> glob.isPresent() && !LinearPatterns.matchesBelow(glob.get(), root, file)
                            || search.file(directory, name, file));
            return ToolOutput.text(search.answer(walk.notes()));
        } catch (IOException e) {
            throw new ToolExecutionException("'" + path + "' " + IoReason.of(e) + ".", e);
        }
    }

    private static final class Search {
        private final SessionFiles files;
        private final Pattern pattern;
        private final int limit;
        private final StringBuilder found = new StringBuilder();
        private int count;
        private int skipped;
        private boolean more;

        Search(SessionFiles files, Pattern pattern, int limit) {
            this.files = files;
            this.pattern = pattern;
            this.limit = limit;
        }

        boolean file(RealDirectory directory, Path name, Path file) {
            try {
                return file(file, BoundedReader.read(directory, name, MAX_FILE_BYTES));
            } catch (IOException e) {
                skipped++;
                return true;
            }
        }

        boolean file(Path file, byte[] bytes) {
            Optional<TextEncoding.Decoded> text = TextEncoding.decode(bytes);
            if (text.isEmpty()) {
                return true;
            }
            int number = 0;
            for (String line : (Iterable<String>) text.get().text().lines()::iterator) {
                number++;
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()) {
                    if (count == limit) {
                        more = true;
                        return false;
                    }
                    append(file, number, line, matcher.start());
                }
            }
            return true;
        }

        private void append(Path file, int number, String line, int matchStart) {
            count++;
            found.append(files.display(file)).append(':').append(number).append(':');
            if (line.length() <= MAX_LINE_CHARS) {
                found.append(line).append('\n');
                return;
            }
            int start = Math.max(0, Math.min(matchStart - MAX_LINE_CHARS / 4, line.length() - MAX_LINE_CHARS));
            found.append(start > 0 ? "…" : "").append(line, start, start + MAX_LINE_CHARS);
            found.append(start + MAX_LINE_CHARS < line.length() ? "…\n" : "\n");
        }

        String answer(List<String> walkNotes) {
            List<String> notes = new ArrayList<>(walkNotes);
            if (more) {
                notes.add(0, "stopped at " + limit + " lines; narrow the pattern or raise limit");
            }
            if (skipped > 0) {
                notes.add(skipped + " files skipped, unreadable or larger than " + (MAX_FILE_BYTES >> 20) + " MiB");
            }
            String end = notes.isEmpty() ? "" : "(" + String.join("; ", notes) + ")\n";
            return (count == 0
                            ? "No line matches.\n"
                            : OutputBudget.ofDefaults().apply(found.toString()))
                    + end;
        }
    }
}
