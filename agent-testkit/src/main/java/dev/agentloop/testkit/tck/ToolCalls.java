package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentloop.ToolExecutionException;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.testkit.TestThreads;
import dev.agentloop.testkit.tck.ToolProviderTck.SampleCall;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the sample calls. */
abstract class ToolCalls {
    private static final int PARALLEL = 8;
    private static final long CANCEL_SECONDS = 10;

    private final ToolTckBase kit;

    ToolCalls(ToolTckBase kit) {
        this.kit = kit;
    }

    @Test
    void workingCallsSucceedAndKeepTheirPromises() throws Exception {
        assertThat(kit.workingCalls()).isNotEmpty();
        for (SampleCall call : kit.workingCalls()) {
            ToolHandler tool = kit.tool(call.toolName());
            ToolOutput output = kit.bench().call(tool, call.argumentsJson());

            assertThat(output.failed()).as("%s failed: %s", call, output.text()).isFalse();
            if (tool.spec().outputSchema().isPresent()) {
                assertThat(output.structuredJson())
                        .as("%s promises a structured output", call)
                        .isPresent();
            }
        }
    }

    @Test
    void aFailureIsAnOutputForTheModel() throws Exception {
        for (SampleCall call : kit.failingCalls()) {
            ToolOutput output = run(call);

            assertThat(output.failed()).as("%s should fail", call).isTrue();
            assertThat(output.text()).as("%s tells the model nothing", call).isNotBlank();
        }
    }

    @Test
    void parallelSafeToolsRunBesideEachOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, TestThreads.daemons("tool-tck"));
        try {
            List<Future<ToolOutput>> outputs = new ArrayList<>();
            for (SampleCall call : kit.workingCalls()) {
                ToolHandler tool = kit.tool(call.toolName());
                if (tool.spec().traits().contains(ToolSpec.Trait.PARALLEL_SAFE)) {
                    for (int n = 0; n < PARALLEL; n++) {
                        outputs.add(threads.submit(() -> kit.bench().call(tool, call.argumentsJson())));
                    }
                }
            }
            for (Future<ToolOutput> output : outputs) {
                assertThat(output.get().failed()).as(output.get().text()).isFalse();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void cancellationIsHonoured() throws Exception {
        assumeTrue(kit.endlessCall().isPresent(), "The kit's subclass names no endless call");
        SampleCall call = kit.endlessCall().orElseThrow();
        ToolHandler tool = kit.tool(call.toolName());
        CountDownLatch started = new CountDownLatch(1);
        FutureTask<String> task = new FutureTask<>(() -> {
            started.countDown();
            try {
                return kit.bench().call(tool, call.argumentsJson()).text();
            } catch (Exception e) {
                return e.toString(); // any way of giving up will do
            }
        });
        Thread thread = TestThreads.daemons("tool-tck").newThread(task);
        thread.start();
        assertThat(started.await(CANCEL_SECONDS, TimeUnit.SECONDS)).isTrue();

        kit.bench().cancel();
        thread.interrupt();

        assertThat(task.get(CANCEL_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void closingTwiceIsHarmlessWithAndWithoutTools() {
        ToolProvider used = kit.current();
        kit.tools(used);
        used.close();
        used.close();
        ToolProvider unused = kit.provider();
        unused.close();
        unused.close();

        assertThat(unused.id()).isEqualTo(used.id());
    }

    /** As the loop does: what a tool tells by exception becomes a failed output. */
    private ToolOutput run(SampleCall call) throws Exception {
        try {
            return kit.bench().call(kit.tool(call.toolName()), call.argumentsJson());
        } catch (ToolExecutionException e) {
            return ToolOutput.error(String.valueOf(e.getMessage()));
        }
    }
}
