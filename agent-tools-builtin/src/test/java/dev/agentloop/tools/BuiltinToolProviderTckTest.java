package dev.agentloop.tools;

import dev.agentloop.spi.ToolProvider;
import dev.agentloop.testkit.ToolBench;
import dev.agentloop.testkit.tck.ToolProviderTck;
import dev.agentloop.tools.testing.PlainCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class BuiltinToolProviderTckTest extends ToolProviderTck {
    @Override
    protected ToolProvider provider() {
        return new BuiltinToolProvider();
    }

    @Override
    protected ToolBench bench(Path workspace) {
        return ToolBench.in(workspace).commands(new PlainCommands());
    }

    @Override
    protected void prepare(Path workspace) {
        try {
            Files.writeString(workspace.resolve("a.txt"), "alpha\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<SampleCall> workingCalls() {
        return List.of(
                new SampleCall("exec_command", "{\"cmd\":\"echo hello\"}"),
                new SampleCall("read_file", "{\"path\":\"a.txt\"}"),
                new SampleCall("list_dir", "{}"),
                new SampleCall("find_files", "{\"pattern\":\"*.txt\"}"),
                new SampleCall("grep_files", "{\"pattern\":\"al.ha\"}"),
                new SampleCall("update_plan", "{\"plan\":[{\"step\":\"test\",\"status\":\"pending\"}]}"));
    }

    @Override
    protected List<SampleCall> failingCalls() {
        return List.of(
                new SampleCall("read_file", "{\"path\":\"missing.txt\"}"),
                new SampleCall("read_file", "{\"path\":\"/etc/../etc/no-such-file\"}"),
                new SampleCall("list_dir", "{\"path\":\"missing\"}"),
                new SampleCall("write_stdin", "{\"session_id\":4711,\"chars\":\"x\"}"),
                new SampleCall("view_image", "{\"path\":\"missing.png\"}"));
    }

    @Override
    protected Optional<SampleCall> endlessCall() {
        return Optional.of(new SampleCall("exec_command", "{\"cmd\":\"sleep 120\",\"yield_time_ms\":30000}"));
    }
}
