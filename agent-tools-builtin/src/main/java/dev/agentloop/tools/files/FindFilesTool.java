package dev.agentloop.tools.files;

import com.google.re2j.Pattern;
import dev.agentloop.ToolExecutionException;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code find_files}: paths of files whose names match a glob. */
public final class FindFilesTool implements ToolHandler {

    private static final int DEFAULT_FILES = 200;
    private static final int MAX_FILES = 5_000;

    private static final ToolSpec SPEC = ToolSpec.builder("find_files")
            .description("Finds files by a glob, such as *.java (at any depth) or src/**/*Test.java, and answers their"
                    + " paths. Skips .git and what .gitignore excludes.")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "pattern":{"type":"string","description":"Glob for the path below the searched directory."},\
                    "path":{"type":"string","description":"Directory to search. Default: the working directory."},\
                    "limit":{"type":"integer","minimum":1,"description":"Most paths answered. Default 200."}},\
                    "required":["pattern"],"additionalProperties":false}""")
            .traits(ToolSpec.Trait.READ_ONLY, ToolSpec.Trait.PARALLEL_SAFE)
            .build();

    record Arguments(
            @Tool.Param(name = "pattern") String pattern,
            @Tool.Param(name = "path") Optional<String> path,
            @Tool.Param(name = "limit") Optional<Integer> limit) {}

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) {
        Arguments arguments = call.arguments(Arguments.class);
        Pattern glob = LinearPatterns.glob(arguments.pattern());
        int limit = Math.min(arguments.limit().orElse(DEFAULT_FILES), MAX_FILES);
        SessionFiles files = SessionFiles.of(context);
        String path = arguments.path().orElse(".");
        Path root = files.readable(path);
        FileWalk walk = new FileWalk(files, context.cancellation());
        List<String> found = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try {
            walk.walk(root, (directory, name, file) -> {
                if (!LinearPatterns.matchesBelow(glob, root, file)) {
                    return true;
                }
                if (found.size() == limit) {
                    notes.add("stopped at " + limit + " files; narrow the pattern or raise limit");
                    return false;
                }
                return found.add(files.display(file));
            });
        } catch (IOException e) {
            throw new ToolExecutionException("'" + path + "' " + IoReason.of(e) + ".", e);
        }
        notes.addAll(walk.notes());
        String answer = found.isEmpty() ? "No file matches.\n" : String.join("\n", found) + "\n";
        return ToolOutput.text(notes.isEmpty() ? answer : answer + "(" + String.join("; ", notes) + ")\n");
    }
}
