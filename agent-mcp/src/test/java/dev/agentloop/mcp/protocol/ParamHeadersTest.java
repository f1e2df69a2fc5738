package dev.agentloop.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamHeadersTest {
    @Test
    void annotatedArgumentsBecomeHeadersUnlessTheyAreAbsentOrNull() throws JsonProcessingException {
        ParamHeaders headers = ParamHeaders.of(McpJson.read("{\"properties\":{"
                + "\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},\"b\":{\"type\":\"integer\",\"x-mcp-header\":\"B\"},"
                + "\"c\":{\"type\":\"boolean\",\"x-mcp-header\":\"C\"},\"d\":{\"type\":\"string\",\"x-mcp-header\":\"D\"},"
                + "\"e\":{\"type\":\"string\"}}}"));
        assertThat(headers.values(McpJson.read("{\"a\":\"x\",\"b\":42,\"c\":false,\"d\":null,\"e\":\"no\"}")))
                .isEqualTo(Map.of("Mcp-Param-A", "x", "Mcp-Param-B", "42", "Mcp-Param-C", "false"));
        assertThat(headers.values(McpJson.read("{}"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
                    us-west1,              us-west1
                    "",                    ""
                    a b,                   a b
                    " padded ",            =?base64?IHBhZGRlZCA=?=
                    ü,                     =?base64?w7w=?=
                    =?base64?eA==?=,       =?base64?PT9iYXNlNjQ/ZUE9PT89?=
                    """)
    void whatAHeaderWouldChangeIsWrittenAsBase64(String text, String header) {
        assertThat(ParamHeaders.headerValue(text)).isEqualTo(header);
    }

    @ParameterizedTest
    @CsvSource({
        "string, '', is no header name",
        "string, 'My Region', is no header name",
        "string, 'Region:Primary', is no header name",
        "string, 'Région', is no header name",
        "number, Score, cannot be a header",
        "object, Data, cannot be a header"
    })
    void aToolWithAWrongAnnotationIsNotUsed(String type, String header, String problem) throws JsonProcessingException {
        assertThat(ParamHeaders.problem(McpJson.read(
                        "{\"properties\":{\"p\":{\"type\":\"" + type + "\",\"x-mcp-header\":\"" + header + "\"}}}")))
                .hasValueSatisfying(text -> assertThat(text).contains(problem));
    }

    @Test
    void twoPropertiesMustNotBeTheSameHeader() throws JsonProcessingException {
        assertThat(ParamHeaders.problem(
                        McpJson.read("{\"properties\":{\"p\":{\"type\":\"string\",\"x-mcp-header\":\"X\"},"
                                + "\"q\":{\"type\":\"string\",\"x-mcp-header\":\"x\"}}}")))
                .contains("two properties are to be the header x");
    }
}
