package dev.agentloop.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentloop.AgentConfigurationException;
import dev.agentloop.tool.Cancellation;
import dev.agentloop.tool.Content;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolArgumentException;
import dev.agentloop.tool.ToolCall;
import dev.agentloop.tool.ToolContext;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnnotatedToolsTest {
    record Quote(String symbol, double price, Optional<String> note) {}

    record Range(int from, @Tool.Param(defaultValue = "100") int to) {}

    static class Market {
        @Tool(
                description = "Price of a share",
                traits = {ToolSpec.Trait.READ_ONLY, ToolSpec.Trait.PARALLEL_SAFE})
        public Quote quote(@Tool.Param(description = "Ticker symbol") String symbol) {
            return new Quote(symbol, 1.5, Optional.empty());
        }

        @Tool(name = "close-market", description = "")
        private void close() {}

        @Tool(description = "Lists ranges")
        static List<Range> ranges(Range range, @Tool.Param(defaultValue = "2") int times) {
            return java.util.Collections.nCopies(times, range);
        }
    }

    static class Values {
        @Tool(description = "")
        String text() {
            return "plain \"text\"";
        }

        @Tool(description = "")
        int number() {
            return 42;
        }

        @Tool(description = "")
        LocalDate date() {
            return LocalDate.parse("2026-01-02");
        }

        @Tool(description = "")
        @Nullable
        String none() {
            return null;
        }

        @Tool(description = "")
        Optional<Range> maybe(boolean there) {
            return there ? Optional.of(new Range(1, 2)) : Optional.empty();
        }

        @Tool(description = "")
        ToolOutput ready() {
            return ToolOutput.error("no");
        }

        @Tool(description = "")
        Content image() {
            return new Content.Image("data:,");
        }

        @Tool(description = "")
        List<Content> images() {
            return List.of(new Content.Text("two"), new Content.Image("data:,"));
        }

        @Tool(description = "")
        Map<String, Integer> map() {
            return Map.of("a", 1);
        }

        @Tool(description = "")
        CompletionStage<Range> later() {
            return CompletableFuture.supplyAsync(() -> new Range(1, 2));
        }

        @Tool(description = "")
        CompletionStage<Void> nothingLater() {
            return CompletableFuture.completedFuture(null);
        }
    }

    static class Injected {
        @Tool(description = "")
        String all(ToolContext context, String a, ToolCall call, Cancellation cancellation) {
            return context.workingDirectory() + " " + a + " " + call.callId() + " " + cancellation.isCancelled();
        }

        @Tool(description = "")
        String optional(
                Optional<String> a, OptionalInt b, @Nullable String c, @Tool.Param(required = false) Integer d) {
            return a + " " + b + " " + c + " " + d;
        }
    }

    interface Store<K> {
        @Tool(description = "Finds")
        String find(K key);
    }

    static class IntegerStore implements Store<Integer> {
        @Override
        public String find(Integer key) {
            return "found " + (key + 1);
        }
    }

    static class Base {
        @Tool(description = "base")
        public String hello() {
            return "base";
        }

        @Tool(description = "kept")
        public String kept() {
            return "kept";
        }
    }

    static class Derived extends Base {
        @Override
        @Tool(description = "derived")
        public String hello() {
            return "derived";
        }

        @Override
        public String kept() {
            return "overridden";
        }
    }

    static class Failing {
        @Tool(description = "")
        String checked() throws IOException {
            throw new IOException("disk");
        }

        @Tool(description = "")
        CompletionStage<String> later() {
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("later");
            });
        }

        @Tool(description = "")
        String error() {
            throw new AssertionError("broken");
        }
    }

    static class Same {
        @Tool(description = "")
        void add(int a) {}

        @Tool(description = "")
        void add(String a) {}
    }

    static class Calculator {
        record Point(Thread y) {}

        @Tool(description = "")
        void add(Point x) {}
    }

    static class Waiting {
        final CompletableFuture<String> future = new CompletableFuture<>();

        @Tool(description = "")
        CompletionStage<String> forever() {
            return future;
        }
    }

    @Test
    void methodsBecomeToolsOrderedByName() {
        List<ToolHandler> tools = AnnotatedTools.of(new Market());
        assertThat(tools)
                .extracting(ToolHandler::spec)
                .containsExactly(
                        ToolSpec.builder("close-market").build(),
                        ToolSpec.builder("quote")
                                .description("Price of a share")
                                .inputSchema("{\"type\":\"object\",\"properties\":{\"symbol\":{\"type\":\"string\","
                                        + "\"description\":\"Ticker symbol\"}},\"required\":[\"symbol\"],"
                                        + "\"additionalProperties\":false}")
                                .outputSchema(
                                        new dev.agentloop.tool.JsonSchema(
                                                "{\"type\":\"object\",\"properties\":{\"symbol\":{\"type\":\"string\"},"
                                                        + "\"price\":{\"type\":\"number\"},\"note\":{\"type\":[\"string\",\"null\"]}},"
                                                        + "\"required\":[\"symbol\",\"price\"],\"additionalProperties\":false}"))
                                .traits(ToolSpec.Trait.READ_ONLY, ToolSpec.Trait.PARALLEL_SAFE)
                                .build(),
                        ToolSpec.builder("ranges")
                                .description("Lists ranges")
                                .inputSchema("{\"type\":\"object\",\"properties\":{\"range\":{\"type\":\"object\","
                                        + "\"properties\":{\"from\":{\"type\":\"integer\"},\"to\":{\"type\":\"integer\","
                                        + "\"default\":100}},\"required\":[\"from\"],\"additionalProperties\":false},"
                                        + "\"times\":{\"type\":\"integer\",\"default\":2}},\"required\":[\"range\"],"
                                        + "\"additionalProperties\":false}")
                                .outputSchema(new dev.agentloop.tool.JsonSchema(
                                        "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{"
                                                + "\"from\":{\"type\":\"integer\"},\"to\":{\"type\":\"integer\","
                                                + "\"default\":100}},\"required\":[\"from\"],"
                                                + "\"additionalProperties\":false}}"))
                                .build());
    }

    @Test
    void methodsOfEveryVisibilityAreCalled() throws Exception {
        assertThat(call(new Market(), "close-market", "{}")).isEqualTo(ToolOutput.text("Done."));
        assertThat(call(new Market(), "quote", "{\"symbol\":\"ABC\"}"))
                .isEqualTo(ToolOutput.ofJson("{\"symbol\":\"ABC\",\"price\":1.5}"));
    }

    @Test
    void defaultsFillWhatIsMissingAlsoInsideRecords() throws Exception {
        assertThat(call(new Market(), "ranges", "{\"range\":{\"from\":1}}"))
                .isEqualTo(ToolOutput.ofJson("[{\"from\":1,\"to\":100},{\"from\":1,\"to\":100}]"));
        assertThat(call(new Market(), "ranges", "{\"range\":{\"from\":1,\"to\":2},\"times\":1}"))
                .isEqualTo(ToolOutput.ofJson("[{\"from\":1,\"to\":2}]"));
        assertThat(ToolArguments.bind("{\"from\":1}", Range.class)).isEqualTo(new Range(1, 100));
    }

    @Test
    void valuesBecomeOutputs() throws Exception {
        assertThat(call(new Values(), "text", "{}")).isEqualTo(ToolOutput.text("plain \"text\""));
        assertThat(call(new Values(), "number", "{}")).isEqualTo(ToolOutput.text("42"));
        assertThat(call(new Values(), "date", "{}")).isEqualTo(ToolOutput.text("2026-01-02"));
        assertThat(call(new Values(), "none", "{}")).isEqualTo(ToolOutput.text("null"));
        assertThat(call(new Values(), "maybe", "{\"there\":true}"))
                .isEqualTo(ToolOutput.ofJson("{\"from\":1,\"to\":2}"));
        assertThat(call(new Values(), "maybe", "{\"there\":false}")).isEqualTo(ToolOutput.ofJson("null"));
        assertThat(call(new Values(), "ready", "{}")).isEqualTo(ToolOutput.error("no"));
        assertThat(call(new Values(), "image", "{}")).isEqualTo(ToolOutput.of(new Content.Image("data:,")));
        assertThat(call(new Values(), "images", "{}"))
                .isEqualTo(ToolOutput.of(new Content.Text("two"), new Content.Image("data:,")));
        assertThat(call(new Values(), "map", "{}")).isEqualTo(ToolOutput.ofJson("{\"a\":1}"));
        assertThat(call(new Values(), "later", "{}")).isEqualTo(ToolOutput.ofJson("{\"from\":1,\"to\":2}"));
        assertThat(call(new Values(), "nothingLater", "{}")).isEqualTo(ToolOutput.text("Done."));
    }

    @Test
    void onlyStructuredValuesHaveAnOutputSchema() {
        assertThat(AnnotatedTools.of(new Values()))
                .filteredOn(tool -> tool.spec().outputSchema().isPresent())
                .extracting(tool -> tool.spec().name())
                .containsExactly("later", "map", "maybe");
    }

    @Test
    void contextCallAndCancellationAreInjectedAndNotInTheSchema() throws Exception {
        assertThat(call(new Injected(), "all", "{\"a\":\"x\"}")).isEqualTo(ToolOutput.text("/w x call_1 false"));
        assertThat(tool(new Injected(), "all").spec().inputSchema().json())
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\"],"
                        + "\"additionalProperties\":false}");
    }

    @Test
    void whatIsNotGivenIsEmptyOrNull() throws Exception {
        String nothing = "Optional.empty OptionalInt.empty null null";
        assertThat(call(new Injected(), "optional", "{}")).isEqualTo(ToolOutput.text(nothing));
        assertThat(call(new Injected(), "optional", "{\"a\":null,\"b\":null,\"c\":null}"))
                .isEqualTo(ToolOutput.text(nothing));
        assertThat(call(new Injected(), "optional", "{\"a\":\"x\",\"b\":1,\"c\":\"y\",\"d\":2}"))
                .isEqualTo(ToolOutput.text("Optional[x] OptionalInt[1] y 2"));
    }

    @Test
    void annotationsOfInterfacesCountAndTypeVariablesAreResolved() throws Exception {
        assertThat(tool(new IntegerStore(), "find").spec().inputSchema().json())
                .contains("\"key\":{\"type\":\"integer\"}");
        assertThat(call(new IntegerStore(), "find", "{\"key\":1}")).isEqualTo(ToolOutput.text("found 2"));
    }

    @Test
    void proxiesAreTools() throws Exception {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Store.class}, (self, method, arguments) -> "proxied");
        assertThat(call(proxy, "find", "{\"key\":\"x\"}")).isEqualTo(ToolOutput.text("proxied"));
    }

    @Test
    void theMostDerivedAnnotationCountsAndTheObjectsOwnMethodRuns() throws Exception {
        assertThat(AnnotatedTools.of(new Derived()))
                .extracting(tool -> tool.spec().description())
                .containsExactly("derived", "kept");
        assertThat(call(new Derived(), "hello", "{}")).isEqualTo(ToolOutput.text("derived"));
        assertThat(call(new Derived(), "kept", "{}")).isEqualTo(ToolOutput.text("overridden"));
    }

    @Test
    void exceptionsOfTheMethodArriveAsTheyWereThrown() {
        assertThatThrownBy(() -> call(new Failing(), "checked", "{}"))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThatThrownBy(() -> call(new Failing(), "later", "{}"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("later");
        assertThatThrownBy(() -> call(new Failing(), "error", "{}"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessage("broken");
    }

    @Test
    void argumentsThatDoNotFitNameTheArgument() {
        assertThatThrownBy(() -> call(new Market(), "ranges", "{\"range\":{\"from\":\"x\"}}"))
                .isExactlyInstanceOf(ToolArgumentException.class)
                .hasMessageStartingWith("Argument 'range' does not fit. $.from: ");
        assertThatThrownBy(() -> call(new Values(), "maybe", "{}"))
                .isExactlyInstanceOf(ToolArgumentException.class)
                .hasMessage("Argument 'there' does not fit. It is missing");
        assertThatThrownBy(() -> call(new Values(), "maybe", "[]"))
                .isExactlyInstanceOf(ToolArgumentException.class)
                .hasMessage("The arguments must be a JSON object");
        assertThatThrownBy(() -> ToolArguments.bind("{}", Range.class))
                .isExactlyInstanceOf(ToolArgumentException.class)
                .hasMessageStartingWith("The arguments do not fit. $.from: ");
    }

    @Test
    void aStageIsGivenUpWhenTheCallIsCancelled() throws Exception {
        Waiting waiting = new Waiting();
        FakeContext context = new FakeContext();
        context.cancel();
        ToolHandler tool = tool(waiting, "forever");
        assertThatThrownBy(() -> tool.execute(new FakeContext.Call("forever", "{}"), context))
                .isInstanceOf(CancellationException.class);
        assertThat(waiting.future).isCancelled();
        assertThat(context.isWaitedFor()).isFalse();
    }

    @Test
    void aStageIsGivenUpWhenTheThreadIsInterrupted() throws Exception {
        Waiting waiting = new Waiting();
        ToolHandler tool = tool(waiting, "forever");
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<ToolOutput> running = thread.submit(() -> {
                Thread.currentThread().interrupt();
                return tool.execute(new FakeContext.Call("forever", "{}"), new FakeContext());
            });
            assertThatThrownBy(running::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseExactlyInstanceOf(InterruptedException.class);
        } finally {
            thread.shutdownNow();
        }
        assertThat(waiting.future).isCancelled();
    }

    @Test
    void objectsThatAreNoToolsAreRefused() {
        refused(new Object(), "An object of java.lang.Object was given as tools, but none of its methods is annotated");
        refused(Market.class, "is a class; give an instance of it as tools");
        refused(new Same(), "Two methods of " + Same.class.getName() + " are tools with the name 'add': void ");
        refused(
                new Calculator(),
                "Calculator.add, parameter 'x', component 'y': type java.lang.Thread cannot be described");
    }

    private static void refused(Object target, String message) {
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> AnnotatedTools.of(target))
                .withMessageContaining(message);
    }

    private static ToolHandler tool(Object target, String name) {
        return AnnotatedTools.of(target).stream()
                .filter(tool -> tool.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ToolOutput call(Object target, String name, String arguments) throws Exception {
        return tool(target, name).execute(new FakeContext.Call(name, arguments), new FakeContext());
    }
}
