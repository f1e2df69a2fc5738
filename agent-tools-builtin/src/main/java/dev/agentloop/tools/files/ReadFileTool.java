package dev.agentloop.tools.files;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import dev.agentloop.tools.output.OutputBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code read_file}: a range of lines of a text file, each with its number. */
public final class ReadFileTool implements ToolHandler {

    private static final int MAX_BYTES = 32 << 20;
    private static final int DEFAULT_LINES = 2_000;
    private static final int MAX_LINE_CHARS = 2_000;

    private static final ToolSpec SPEC = ToolSpec.builder("read_file")
            .description("Reads a text file. Each line comes as its number, a tab, and its text; the number and the tab"
                    + " are not part of the file. Long files come in parts: the last line says how to go on.")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "path":{"type":"string","description":"File, relative to the working directory or absolute."},\
                    "offset":{"type":"integer","minimum":1,"description":"First line, from 1. Default 1."},\
                    "limit":{"type":"integer","minimum":1,"description":"Number of lines. Default 2000."}},\
                    "required":["path"],"additionalProperties":false}""")
            .traits(ToolSpec.Trait.READ_ONLY, ToolSpec.Trait.PARALLEL_SAFE)
            .build();

    record Arguments(
            @Tool.Param(name = "path") String path,
            @Tool.Param(name = "offset") Optional<Integer> offset,
            @Tool.Param(name = "limit") Optional<Integer> limit) {}

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) {
        Arguments arguments = call.arguments(Arguments.class);
        SessionFiles files = SessionFiles.of(context);
        Path file = files.readable(arguments.path());
        List<String> lines = text(arguments.path(), file).lines().toList();
        if (lines.isEmpty()) {
            return ToolOutput.text("(the file is empty)");
        }
        int offset = arguments.offset().orElse(1);
        if (offset > lines.size()) {
            return ToolOutput.error("'" + arguments.path() + "' has " + lines.size() + " lines; offset " + offset
                    + " is after its end.");
        }
        int end = (int) Math.min(lines.size(), offset - 1L + arguments.limit().orElse(DEFAULT_LINES));
        return ToolOutput.text(numbered(lines, offset - 1, end));
    }

    private static String text(String path, Path file) {
        try {
            byte[] bytes = BoundedReader.read(file, MAX_BYTES);
            return TextEncoding.decode(bytes)
                    .orElseThrow(() -> new ToolExecutionException(
                            "'" + path + "' is a binary file of " + bytes.length + " bytes, not text."))
                    .text();
        } catch (IOException e) {
            throw new ToolExecutionException("'" + path + "' " + IoReason.of(e) + ".", e);
        }
    }

    private static String numbered(List<String> lines, int start, int end) {
        int budget = OutputBudget.ofDefaults().bytes();
        StringBuilder text = new StringBuilder();
        int next = start;
        while (next < end && text.length() < budget) {
            text.append(next + 1)
                    .append('\t')
                    .append(shortened(lines.get(next)))
                    .append('\n');
            next++;
        }
        if (next < lines.size()) {
            text.append("… lines ")
                    .append(start + 1)
                    .append(" to ")
                    .append(next)
                    .append(" of ");
            text.append(lines.size())
                    .append("; go on with offset ")
                    .append(next + 1)
                    .append(" …\n");
        }
        return text.toString();
    }

    private static String shortened(String line) {
        if (line.length() <= MAX_LINE_CHARS) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_LINE_CHARS - 1)) ? MAX_LINE_CHARS - 1 : MAX_LINE_CHARS;
        return line.substring(0, end) + "… (" + (line.length() - end) + " more characters)";
    }
}
