package dev.agentloop.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentloop.spi.ToolProvider;
import dev.agentloop.tool.ToolHandler;
import dev.agentloop.tool.ToolSpec;
import dev.agentloop.tools.shell.ShellSessions;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class BuiltinToolProviderTest {

    private static List<ToolSpec> specs() {
        return BuiltinToolProvider.handlers(new ShellSessions()).stream()
                .map(ToolHandler::spec)
                .toList();
    }

    @Test
    void isFoundByServiceLoading() {
        assertThat(ServiceLoader.load(ToolProvider.class))
                .extracting(ToolProvider::id)
                .containsExactly("builtin");
    }

    @Test
    void orderOfTheToolsIsFixed() {
        assertThat(specs())
                .extracting(ToolSpec::name)
                .containsExactly(
                        "exec_command",
                        "write_stdin",
                        "read_file",
                        "list_dir",
                        "find_files",
                        "grep_files",
                        "apply_patch",
                        "update_plan",
                        "view_image");
        assertThat(specs()).isEqualTo(specs());
    }

    @Test
    void schemasAreClosedAndDescribeEveryProperty() {
        assertThat(specs()).allSatisfy(spec -> {
            JsonNode schema = new ObjectMapper().readTree(spec.inputSchema().json());
            assertThat(schema.path("type").asText()).isEqualTo("object");
            assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
            assertThat(schema.path("properties"))
                    .isNotEmpty()
                    .allSatisfy(property ->
                            assertThat(property.path("type").asText()).isNotEmpty());
            assertThat(spec.description()).isNotBlank();
        });
    }
}
