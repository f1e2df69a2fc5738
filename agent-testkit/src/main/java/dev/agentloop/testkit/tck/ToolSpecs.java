package dev.agentloop.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.spi.ToolProvider;
import dev.agentloop.testkit.SchemaShape;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, descriptions, schemas, order. */
abstract class ToolSpecs {
    private final ToolTckBase kit;

    ToolSpecs(ToolTckBase kit) {
        this.kit = kit;
    }

    @Test
    void theProviderHasAStableIdAndOrder() {
        ToolProvider one = kit.current();
        try (ToolProvider other = kit.provider()) {
            assertThat(one.id()).isNotBlank().isEqualTo(other.id());
            assertThat(one.order()).isEqualTo(other.order());
        }
    }

    @Test
    void namesAreLegalAndUnique() {
        assertThat(specs(kit.current()))
                .isNotEmpty()
                .extracting(ToolSpec::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).matches("[A-Za-z0-9_-]{1,64}"));
    }

    @Test
    void everyToolIsDescribed() {
        assertThat(specs(kit.current()))
                .allSatisfy(
                        spec -> assertThat(spec.description()).as(spec.name()).isNotBlank());
    }

    @Test
    void schemasAreSchemasOfObjects() {
        for (ToolSpec spec : specs(kit.current())) {
            assertThat(SchemaShape.problemsOfArguments(spec.inputSchema().json()))
                    .as("input schema of %s", spec.name())
                    .isEmpty();
            spec.outputSchema()
                    .ifPresent(schema -> assertThat(SchemaShape.problems(schema.json()))
                            .as("output schema of %s", spec.name())
                            .isEmpty());
        }
    }

    @Test
    void everyProviderObjectOffersTheSameToolsInTheSameOrder() {
        try (ToolProvider other = kit.provider()) {
            assertThat(rows(other)).isEqualTo(rows(kit.current()));
        }
    }

    @Test
    void aToolDescribesItselfTheSameWayEveryTime() {
        for (ToolHandler tool : kit.tools(kit.current())) {
            assertThat(row(tool.spec())).isEqualTo(row(tool.spec()));
        }
    }

    private List<ToolSpec> specs(ToolProvider provider) {
        return kit.tools(provider).stream().map(ToolHandler::spec).toList();
    }

    private List<List<Object>> rows(ToolProvider provider) {
        return specs(provider).stream().map(ToolSpecs::row).toList();
    }

    private static List<Object> row(ToolSpec spec) {
        return List.of(
                spec.name(),
                spec.description(),
                spec.inputSchema(),
                spec.outputSchema(),
                spec.grammar(),
                spec.traits(),
                spec.strict());
    }
}
