package dev.agentloop.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.acme.AcmeTools;
import dev.agentloop.AgentConfigurationException;
import dev.agentloop.sandbox.SandboxPolicy;
import dev.agentloop.spi.ToolEnvironment;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.CommandRunner;
import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.McpServerSpec;
import dev.agentloop.tool.Tool;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolRegistryTest {
    private final List<String> problems = new ArrayList<>();

    static class Own implements ToolProvider {
        @Override
        public String id() {
            return "mcp";
        }

        @Override
        public List<ToolHandler> tools(ToolEnvironment environment) {
            throw new AgentConfigurationException("a required server is missing");
        }
    }

    static class Annotated {
        @Tool(description = "")
        void b() {}

        @Tool(description = "")
        void a() {}
    }

    static class Unserialisable {
        @Tool(description = "")
        void run(Thread thread) {}
    }

    @Test
    void givenToolsComeFirstThenProvidersByOrderAndId() {
        List<ToolProvider> discovered = List.of(
                provider("zeta", 0, handler("z")),
                provider("late", 5, handler("l")),
                provider("early", -1, handler("e")));
        List<ToolProvider> explicit = List.of(provider("alpha", 0, handler("y"), handler("x")));
        List<ToolProvider> ordered = ToolOrder.of(explicit, discovered, problems::add);
        List<ToolProvider> shuffled =
                ToolOrder.of(explicit, List.of(discovered.get(2), discovered.get(0), discovered.get(1)), problems::add);
        assertThat(shuffled).isEqualTo(ordered);
        ToolRegistry registry = registry(List.of(handler("own"), new Annotated()), ordered);
        assertThat(registry.specs())
                .extracting(ToolSpec::name)
                .containsExactly("own", "a", "b", "e", "y", "x", "z", "l");
        assertThat(registry.find("x").orElseThrow().spec().name()).isEqualTo("x");
        assertThat(registry.find("nothing")).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void twoToolsWithOneNameNameBothSources() {
        refused(List.of(handler("same"), handler("same")), List.of(), "Two tools have the name 'same': one of the ");
        refused(
                List.of(new Annotated()),
                List.of(provider("acme", 0, handler("a"))),
                "Two tools have the name 'a': one of the " + Annotated.class.getName()
                        + " given to the builder and one of the tool provider com.acme.AcmeTools");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "dotted.name", "naïve", "line\nend"})
    void illegalNamesAreRefused(String name) {
        refused(List.of(handler(name)), List.of(), "The tool name '" + name + "' of the ");
        refused(List.of(handler("x".repeat(65))), List.of(), "use 1 to 64 letters, digits, '_' or '-'");
    }

    @Test
    void schemasThatCannotBeUsedNameTheTool() {
        ToolSpec input =
                ToolSpec.builder("bad").inputSchema("{\"type\":\"obj\"}").build();
        refused(List.of(handler(input)), List.of(), "The input schema of tool 'bad' of the ");
        ToolSpec output =
                ToolSpec.builder("bad").outputSchema(new JsonSchema("nope")).build();
        refused(List.of(handler(output)), List.of(), "The output schema of tool 'bad' of the ");
        refused(
                List.of(new Unserialisable()),
                List.of(),
                "Unserialisable.run, parameter 'thread': type java.lang.Thread");
        refused(List.of("text"), List.of(), "An object of java.lang.String was given as tools");
    }

    @Test
    void descriptionsMayBeEmptyAndSchemasStayAsTheyAre() {
        String schema = "{ \"$schema\" : \"http://json-schema.org/draft-07/schema#\", \"type\":\"object\" }";
        ToolRegistry registry = registry(
                List.of(handler(ToolSpec.builder("t").inputSchema(schema).build())), List.of());
        assertThat(registry.specs().get(0).inputSchema().json()).isEqualTo(schema);
        assertThat(registry.specs().get(0).description()).isEmpty();
    }

    @Test
    void aProviderThatThrowsIsReportedAndHarmsNobody() {
        ToolRegistry registry = registry(
                List.of(),
                List.of(
                        broken("first", () -> {
                            throw new IllegalStateException("no network");
                        }),
                        broken("second", () -> null),
                        broken("third", () -> {
                            throw new AgentConfigurationException("mine");
                        }),
                        broken("fourth", () -> {
                            throw new NoClassDefFoundError("com/acme/Gone");
                        }),
                        provider("good", 0, handler("works"))));
        assertThat(registry.specs()).extracting(ToolSpec::name).containsExactly("works");
        assertThat(problems).hasSize(4).allMatch(problem -> problem.startsWith("tool.provider The tools of the tool"));
        assertThat(problems.get(0))
                .contains("com.acme.AcmeTools are missing: java.lang.IllegalStateException: no network");
    }

    @Test
    void aProvidersToolThatCannotBeUsedIsLeftOutAlone() {
        ToolSpec bad = ToolSpec.builder("bad").inputSchema("{").build();
        ToolHandler noSpec = ToolHandler.of(bad, (call, context) -> ToolOutput.text(""));
        ToolRegistry registry =
                registry(List.of(), List.of(provider("acme", 0, noSpec, null, handler("two words"), handler("works"))));
        assertThat(registry.specs()).extracting(ToolSpec::name).containsExactly("works");
        assertThat(problems).hasSize(3).allMatch(problem -> problem.startsWith("tool.provider A tool of the tool"));
    }

    @Test
    void aProviderOfThisProjectMayStopTheAgent() {
        refused(List.of(), List.of(new Own()), "a required server is missing");
    }

    @Test
    void providersWithOneIdNameBothClasses() {
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> ToolOrder.of(List.of(provider("x", 0), provider("x", 1)), List.of(), problems::add))
                .withMessage("Two tool providers have the id 'x': com.acme.AcmeTools and com.acme.AcmeTools."
                        + " Remove one of them or change its id.");
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> ToolOrder.of(List.of(), List.of(provider("x", 0), provider("x", 1)), problems::add));
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> ToolOrder.of(
                        List.of(new Own() {
                            @Override
                            public String id() {
                                return "x";
                            }
                        }),
                        List.of(provider("x", 0)),
                        problems::add))
                .withMessageContaining("com.acme.AcmeTools");
    }

    @Test
    void aGivenProviderReplacesTheDiscoveredOneOfItsClass() {
        ToolProvider given = provider("x", 0);
        assertThat(ToolOrder.of(List.of(given), List.of(provider("x", 3)), problems::add))
                .containsExactly(given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"builtin", "mcp"})
    void idsOfThisProjectAreReserved(String id) {
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> ToolOrder.of(List.of(provider(id, 0)), List.of(), problems::add))
                .withMessageContaining("reserved for this project's own");
        assertThat(ToolOrder.of(List.of(new Own()), List.of(), problems::add)).hasSize(1);
    }

    @Test
    void aProviderThatCannotSayItsIdIsReported() {
        ToolProvider mute = new AcmeTools(
                () -> {
                    throw new IllegalStateException("who am I");
                },
                0,
                List::of);
        assertThat(ToolOrder.of(List.of(), List.of(mute), problems::add)).isEmpty();
        assertThat(problems)
                .containsExactly("The tool provider com.acme.AcmeTools is left out:"
                        + " java.lang.IllegalStateException: who am I");
    }

    @Test
    void anUnknownNameIsAnsweredWithTheMostSimilarOnes() {
        ToolRegistry registry =
                registry(List.of(handler("exec_command"), handler("read_file"), handler("list_dir")), List.of());
        assertThat(registry.unknown("readfile"))
                .isEqualTo("There is no tool 'readfile'. Valid names: read_file, list_dir, exec_command.");
        assertThat(registry.unknown("functions.exec_command"))
                .isEqualTo(
                        "There is no tool 'functions.exec_command'. Valid names: exec_command, list_dir, read_file.");
        assertThat(registry(List.of(), List.of()).unknown("x"))
                .isEqualTo("There is no tool 'x'; this agent has no tools.");
    }

    @Test
    void theAnswerAboutAnUnknownNameIsLimited() {
        List<ToolHandler> many =
                IntStream.range(0, 200).mapToObj(i -> handler("tool_" + i)).toList();
        String answer = registry(many, List.of()).unknown("y".repeat(10_000));
        assertThat(answer).endsWith(" and 170 more.").hasSizeLessThan(600);
    }

    private void refused(List<?> given, List<ToolProvider> providers, String message) {
        assertThatExceptionOfType(AgentConfigurationException.class)
                .isThrownBy(() -> registry(given, providers))
                .withMessageContaining(message);
    }

    private ToolRegistry registry(List<?> given, List<ToolProvider> providers) {
        return ToolRegistry.of(
                given, providers, new NoEnvironment(), (code, message) -> problems.add(code + " " + message));
    }

    private static ToolProvider provider(String id, int order, ToolHandler... tools) {
        return new AcmeTools(() -> id, order, () -> Arrays.asList(tools));
    }

    private static ToolProvider broken(String id, Supplier<List<ToolHandler>> tools) {
        return new AcmeTools(() -> id, 0, tools);
    }

    private static ToolHandler handler(String name) {
        return handler(ToolSpec.builder(name).build());
    }

    private static ToolHandler handler(ToolSpec spec) {
        return ToolHandler.of(spec, (call, context) -> ToolOutput.text(""));
    }

    private record NoEnvironment() implements ToolEnvironment {
        @Override
        public Path workingDirectory() {
            return Path.of("/w");
        }

        @Override
        public SandboxPolicy sandbox() {
            return SandboxPolicy.readOnly();
        }

        @Override
        public CommandRunner commands() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<McpServerSpec> mcpServers() {
            return List.of();
        }

        @Override
        public void notice(String code, String message) {}
    }
}
