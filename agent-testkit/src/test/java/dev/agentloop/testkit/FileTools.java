package dev.agentloop.testkit;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Three small tools: one that works, one that may fail, one that never ends by itself. */
final class FileTools implements ToolProvider {
    @Override
    public String id() {
        return "file-tools";
    }

    @Override
    public List<ToolHandler> tools(ToolEnvironment environment) {
        return List.of(
                ToolHandler.of(
                        ToolSpec.builder("count")
                                .description("Counts the files of the workspace.")
                                .traits(ToolSpec.Trait.READ_ONLY, ToolSpec.Trait.PARALLEL_SAFE)
                                .build(),
                        (call, context) -> {
                            String[] names = context.workingDirectory().toFile().list();
                            context.emitOutput("counting");
                            return ToolOutput.ofJson("{\"count\":" + (names == null ? 0 : names.length) + "}");
                        }),
                ToolHandler.of(
                        ToolSpec.builder("read")
                                .description("Reads a file.")
                                .inputSchema("{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\"}},"
                                        + "\"required\":[\"input\"],\"additionalProperties\":false}")
                                .build(),
                        (call, context) -> {
                            Path file = context.workingDirectory().resolve(call.input());
                            if (!Files.exists(file)) {
                                throw new ToolExecutionException("There is no file " + call.input());
                            }
                            return ToolOutput.text(Files.readString(file));
                        }),
                ToolHandler.of(
                        ToolSpec.builder("wait")
                                .description("Waits until it is cancelled.")
                                .build(),
                        (call, context) -> {
                            CountDownLatch cancelled = new CountDownLatch(1);
                            Cancellation.Registration registration =
                                    context.cancellation().onCancel(cancelled::countDown);
                            cancelled.await();
                            registration.close();
                            context.cancellation().throwIfCancelled();
                            return ToolOutput.text("never");
                        }));
    }
}
