package dev.agentloop.tools;

import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tools.files.FindFilesTool;
import dev.agentloop.tools.files.GrepFilesTool;
import dev.agentloop.tools.files.ListDirTool;
import dev.agentloop.tools.files.ReadFileTool;
import dev.agentloop.tools.image.ViewImageTool;
import dev.agentloop.tools.patch.ApplyPatchTool;
import dev.agentloop.tools.plan.UpdatePlanTool;
import dev.agentloop.tools.shell.ExecCommandTool;
import dev.agentloop.tools.shell.ShellSessions;
import dev.agentloop.tools.shell.WriteStdinTool;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The tools that every coding agent needs, in an order that never changes between two agents. */
public final class BuiltinToolProvider implements ToolProvider {

    private static final int BEFORE_ALL_OTHERS = -1_000;

    private final List<ShellSessions> sessions = new CopyOnWriteArrayList<>();

    @Override
    public String id() {
        return "builtin";
    }

    @Override
    public int order() {
        return BEFORE_ALL_OTHERS;
    }

    @Override
    public List<ToolHandler> tools(ToolEnvironment environment) {
        ShellSessions shell = new ShellSessions();
        sessions.add(shell);
        return handlers(shell);
    }

    static List<ToolHandler> handlers(ShellSessions shell) {
        return List.of(
                new ExecCommandTool(shell),
                new WriteStdinTool(shell),
                new ReadFileTool(),
                new ListDirTool(),
                new FindFilesTool(),
                new GrepFilesTool(),
                new ApplyPatchTool(),
                new UpdatePlanTool(),
                new ViewImageTool());
    }

    /** Ends the commands that are still running. */
    @Override
    public void close() {
        sessions.forEach(ShellSessions::close);
        sessions.clear();
    }
}
