package dev.agentloop.tools.image;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import dev.agentloop.tools.files.BoundedReader;
import dev.agentloop.tools.files.IoReason;
import dev.agentloop.tools.files.SessionFiles;
import java.io.IOException;

/** {@code view_image}: puts an image file before the model's eyes. */
public final class ViewImageTool implements ToolHandler {

    /** What the model services take at most for one image. */
    private static final int MAX_BYTES = 20 << 20;

    private static final ToolSpec SPEC = ToolSpec.builder("view_image")
            .description("Shows you an image file: PNG, JPEG, GIF or WebP.")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "path":{"type":"string","description":"File, relative to the working directory or absolute."}},\
                    "required":["path"],"additionalProperties":false}""")
            .traits(ToolSpec.Trait.READ_ONLY, ToolSpec.Trait.PARALLEL_SAFE)
            .build();

    record Arguments(@Tool.Param(name = "path") String path) {}

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) {
        String path = call.arguments(Arguments.class).path();
        try {
            byte[] bytes = BoundedReader.read(SessionFiles.of(context).readable(path), MAX_BYTES);
            return ImageType.of(bytes)
                    .map(type -> ToolOutput.of(Content.Image.of(type.mediaType(), bytes)))
                    .orElseGet(() -> ToolOutput.error("'" + path + "' is no PNG, JPEG, GIF or WebP image."));
        } catch (IOException e) {
            throw new ToolExecutionException("'" + path + "' " + IoReason.of(e) + ".", e);
        }
    }
}
