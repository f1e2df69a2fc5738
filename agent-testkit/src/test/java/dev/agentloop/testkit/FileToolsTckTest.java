package dev.agentloop.testkit;

import dev.agentloop.spi.ToolProvider;
import dev.agentloop.testkit.tck.ToolProviderTck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class FileToolsTckTest extends ToolProviderTck {
    @Override
    protected ToolProvider provider() {
        return new FileTools();
    }

    @Override
    protected void prepare(Path workspace) {
        try {
            Files.writeString(workspace.resolve("a.txt"), "a");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<SampleCall> workingCalls() {
        return List.of(new SampleCall("count", "{}"), new SampleCall("read", "{\"input\":\"a.txt\"}"));
    }

    @Override
    protected List<SampleCall> failingCalls() {
        return List.of(new SampleCall("read", "{\"input\":\"missing.txt\"}"));
    }

    @Override
    protected Optional<SampleCall> endlessCall() {
        return Optional.of(new SampleCall("wait", "{}"));
    }
}
