package dev.agentloop.tools.patch;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.event.TurnItem;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import dev.agentloop.tools.files.SessionFiles;
import java.io.IOException;
import java.util.List;

/**
 * {@code apply_patch}: changes several files at once, all or nothing. Models that take freeform tools send the patch as
 * it is, others as the text {@code input}.
 */
public final class ApplyPatchTool implements ToolHandler {

    /** The format as a Lark grammar: what a model that is held to it may write. */
    private static final String GRAMMAR = """
            start: begin operation+ end
            begin: "*** Begin Patch" LF
            end: "*** End Patch" LF?

            operation: add | delete | update
            add: "*** Add File: " path LF added_line+
            delete: "*** Delete File: " path LF
            update: "*** Update File: " path LF move? hunk+
            move: "*** Move to: " path LF

            hunk: header+ line+ end_of_file? | line+ end_of_file?
            header: ("@@" | "@@ " /(.+)/) LF
            line: ("+" | "-" | " ") /(.*)/ LF
            added_line: "+" /(.*)/ LF
            end_of_file: "*** End of File" LF
            path: /(.+)/

            %import common.LF
            """;

    private static final ToolSpec SPEC = ToolSpec.builder("apply_patch")
            .description("""
                    Adds, changes, moves and deletes files; either the whole patch applies or none of it. Format:
                    *** Begin Patch
                    *** Add File: path/new.txt
                    +every line of the new file
                    *** Update File: path/old.py
                    *** Move to: path/renamed.py
                    @@ def function_that_holds_the_change():
                     unchanged line
                    -removed line
                    +added line
                    *** Delete File: path/gone.txt
                    *** End Patch
                    '*** Move to:' is optional. Give about 3 unchanged lines before and after a change, exactly as in \
                    the file. '@@' starts each further place in a file; after it may stand a whole line of the file, \
                    such as the function's first line, to tell equal places apart. '*** End of File' after a place \
                    means the end of the file. Paths are relative to the working directory.""")
            .inputSchema("""
                    {"type":"object","properties":{\
                    "input":{"type":"string","description":"The whole patch, from '*** Begin Patch' to '*** End Patch'."}},\
                    "required":["input"],"additionalProperties":false}""")
            .grammar(GRAMMAR)
            .traits(ToolSpec.Trait.DESTRUCTIVE)
            .build();

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolOutput execute(ToolCall call, ToolContext context) {
        try {
            PatchApproval approval = new PatchApproval(SessionFiles.of(context));
            PatchPlan plan = engine(context).withAccess(approval).plan(call.input());
            approval.ask(plan, context);
            context.cancellation().throwIfCancelled();
            write(plan, call, context);
            return ToolOutput.text(plan.summary());
        } catch (PatchException e) {
            throw new ToolExecutionException("The patch was not applied. " + e.getMessage(), e);
        }
    }

    private static PatchEngine engine(ToolContext context) {
        try {
            return PatchEngine.in(context.workingDirectory());
        } catch (IOException e) {
            throw new ToolExecutionException("The working directory " + context.workingDirectory() + " is gone.", e);
        }
    }

    private static void write(PatchPlan plan, ToolCall call, ToolContext context) {
        try {
            plan.write();
        } catch (PatchException e) {
            context.publish(item(plan, call, TurnItem.Status.FAILED));
            throw e;
        }
        context.publish(item(plan, call, TurnItem.Status.COMPLETED));
    }

    private static TurnItem item(PatchPlan plan, ToolCall call, TurnItem.Status status) {
        List<TurnItem.FileChange.Change> changes =
                plan.files().stream().map(ApplyPatchTool::change).toList();
        return new TurnItem.FileChange(call.callId() + "-files", call.callId(), changes, status);
    }

    private static TurnItem.FileChange.Change change(PatchedFile file) {
        TurnItem.FileChange.Kind kind = switch (file.kind()) {
            case ADDED -> TurnItem.FileChange.Kind.ADDED;
            case MODIFIED -> TurnItem.FileChange.Kind.UPDATED;
            case DELETED -> TurnItem.FileChange.Kind.DELETED;
        };
        return new TurnItem.FileChange.Change(file.path(), kind, file.movedTo(), file.diff());
    }
}
