package dev.agentloop.tools.files;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.sandbox.Access;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code list_dir}: what is in a directory, down to a depth. */
public final class ListDirTool implements ToolHandler {

    private static final int MAX_DEPTH = 10;
    private static final int MAX_ENTRIES = 1_000;

    private static final ToolSpec SPEC = ToolSpec.builder("list_dir")
            .description("Lists a directory, sorted by name. Directories end in '/', links show where they lead, deeper"
                    + " entries are indented.")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "path":{"type":"string","description":"Directory. Default: the working directory."},\
                    "depth":{"type":"integer","minimum":1,"maximum":10,"description":"Levels shown. Default 1."}},\
                    "additionalProperties":false}""")
            .traits(ToolSpec.Trait.READ_ONLY, ToolSpec.Trait.PARALLEL_SAFE)
            .build();

    record Arguments(
            @Tool.Param(name = "path") Optional<String> path,
            @Tool.Param(name = "depth") Optional<Integer> depth) {}

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) {
        Arguments arguments = call.arguments(Arguments.class);
        SessionFiles files = SessionFiles.of(context);
        String path = arguments.path().orElse(".");
        Path directory = files.readable(path);
        Listing listing = new Listing(files, context.cancellation());
        try {
            if (PathKind.of(directory) != PathKind.DIRECTORY) {
                return ToolOutput.error("'" + path + "' is not a directory.");
            }
            listing.add(directory, 0, Math.min(arguments.depth().orElse(1), MAX_DEPTH));
        } catch (IOException e) {
            throw new ToolExecutionException("'" + path + "' " + IoReason.of(e) + ".", e);
        }
        return ToolOutput.text(listing.answer());
    }

    private static final class Listing {
        private final SessionFiles files;
        private final Cancellation cancellation;
        private final StringBuilder text = new StringBuilder();
        private int shown;
        private int left;

        Listing(SessionFiles files, Cancellation cancellation) {
            this.files = files;
            this.cancellation = cancellation;
        }

        void add(Path path, int level, int depth) throws IOException {
            try (RealDirectory directory = RealDirectory.open(path)) {
                for (Path name : directory.names()) {
                    cancellation.throwIfCancelled();
                    if (shown == MAX_ENTRIES) {
                        left++;
                    } else {
                        add(path.resolve(name), name, directory.kind(name), level, depth);
                    }
                }
            }
        }

        private void add(Path path, Path name, PathKind kind, int level, int depth) throws IOException {
            shown++;
            text.append("  ".repeat(level)).append(name);
            boolean readable = files.refusal(path, Access.READ).isEmpty();
            switch (kind) {
                case DIRECTORY -> text.append('/');
                case LINK -> text.append(" -> ").append(Files.readSymbolicLink(path));
                case SPECIAL -> text.append(" (no regular file)");
                default -> {}
            }
            text.append(readable ? "\n" : " (must not be read)\n");
            if (kind == PathKind.DIRECTORY && readable && level + 1 < depth) {
                add(path, level + 1, depth);
            }
        }

        String answer() {
            if (left > 0) {
                text.append("… stopped at ")
                        .append(MAX_ENTRIES)
                        .append(" entries, at least ")
                        .append(left);
                text.append(" more; list a directory below …\n");
            }
            return text.isEmpty() ? "(the directory is empty)" : text.toString();
        }
    }
}
