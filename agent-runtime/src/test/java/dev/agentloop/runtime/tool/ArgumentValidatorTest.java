package dev.agentloop.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.agentloop.tool.JsonSchema;
import dev.agentloop.tool.ToolOutput;
import dev.agentloop.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentValidatorTest {
    private static final String SCHEMA = """
            {"type":"object","properties":{"path":{"type":"string"},"line":{"type":"integer","minimum":1},\
            "modes":{"type":"array","items":{"type":"string","enum":["r","w"]}}},\
            "required":["path","line"],"additionalProperties":false}""";
    private static final String NOT_RUN = "\nThe tool was not run. Call it again with arguments that fit its schema.";

    private final SchemaValidator schemas = new SchemaValidator();
    private final ArgumentValidator validator = new ArgumentValidator(schemas);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"path\":\"a\",\"line\":1}",
                " {\"path\":\"\",\"line\":2.0,\"modes\":[]} ",
                "{\"line\":1e3,\"path\":\"a\",\"modes\":[\"r\",\"w\"]}"
            })
    void argumentsThatFitAreKeptAsTheyAre(String arguments) {
        assertThat(validator.check(tool(SCHEMA), arguments))
                .isEqualTo(new ArgumentValidator.Checked(arguments, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"path":"a"}                             | - $: required property 'line' not found (rule: required)
                    {"path":5,"line":1}                      | - $.path: integer found, string expected (rule: type)
                    {"path":null,"line":1}                   | - $.path: null found, string expected (rule: type)
                    {"path":"a","line":"1"}                  | - $.line: string found, integer expected (rule: type)
                    {"path":"a","line":1.5}                  | - $.line: number found, integer expected (rule: type)
                    {"path":"a","line":0}                    | - $.line: must have a minimum value of 1 (rule: minimum)
                    {"path":"a","line":1,"modes":["r","x"]}  | - $.modes[1]: does not have a value in the enumeration ["r", "w"] (rule: enum)
                    {"path":"a","line":1,"more":true}        | - $: property 'more' is not defined in the schema and the schema does not allow additional properties (rule: additionalProperties)
                    []                                       | - $: array found, object expected (rule: type)
                    null                                     | - $: null found, object expected (rule: type)
                    {"path":"a"                              | - $: Not JSON at line 1, column 12: Unexpected end-of-input: expected close marker for Object. Send one JSON object with path, line.
                    {"path":"a","line":1,"line":2}           | - $: Not JSON at line 1, column 29: Duplicate field 'line'. Send one JSON object with path, line.
                    {"path":"a","line":1e1000000000}         | - $: A number has an exponent beyond 1000. Send one JSON object with path, line.
                    """)
    void whatIsWrongNamesThePathAndTheRule(String arguments, String problem) {
        assertThat(validator.check(tool(SCHEMA), arguments))
                .isEqualTo(new ArgumentValidator.Checked(
                        arguments, Optional.of("Invalid arguments for tool 'open':\n" + problem + NOT_RUN)));
    }

    @Test
    void anEmptyTextIsAnErrorThatSaysWhatIsNeeded() {
        assertThat(validator.check(tool(SCHEMA), " ").problem())
                .contains("Invalid arguments for tool 'open':\n"
                        + "The arguments are an empty text; send a JSON object with path, line.\n"
                        + "- $: required property 'path' not found (rule: required)\n"
                        + "- $: required property 'line' not found (rule: required)" + NOT_RUN);
    }

    @Test
    void anEmptyTextIsAnEmptyObjectWhereNothingIsNeeded() {
        assertThat(validator.check(tool(JsonSchema.EMPTY_OBJECT.json()), ""))
                .isEqualTo(new ArgumentValidator.Checked("{}", Optional.empty()));
    }

    @Test
    void findingsAndTheirTextsAreLimited() {
        StringBuilder arguments = new StringBuilder("{\"" + "n".repeat(500) + "\":0");
        for (int i = 0; i < 20; i++) {
            arguments.append(",\"k").append(i).append("\":1");
        }
        String problem = validator
                .check(tool(JsonSchema.EMPTY_OBJECT.json()), arguments + "}")
                .problem()
                .orElseThrow();
        assertThat(problem.lines()).hasSize(11).anyMatch(line -> line.equals("- and 13 more"));
        assertThat(problem.lines()).allMatch(line -> line.length() < 350);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    http://json-schema.org/draft-04/schema#      | "minimum":1,"exclusiveMinimum":true
                    https://json-schema.org/draft-06/schema      | "exclusiveMinimum":1
                    http://json-schema.org/draft-07/schema#      | "if":{"const":1},"then":false
                    https://json-schema.org/draft/2019-09/schema | "$ref":"#/$defs/none"
                    https://json-schema.org/draft/2020-12/schema | "not":{"$dynamicRef":"#any"}
                    https://schemas.example/our-own              | "enum":[2]
                    """)
    void theDialectOfTheSchemaCounts(String dialect, String rule) {
        String schema = "{\"$schema\":\"" + dialect + "\",\"type\":\"object\",\"properties\":{\"a\":{" + rule
                + "}},\"$defs\":{\"none\":false,\"any\":{\"$dynamicAnchor\":\"any\"}}}";
        assertThatCode(() -> SchemaCheck.requireArguments(new JsonSchema(schema)))
                .doesNotThrowAnyException();
        assertThat(validator.check(tool(schema), "{\"a\":1}").problem()).isPresent();
        assertThat(validator.check(tool(schema), "{\"b\":1}").problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "^a\\\\u0062+$; abb; ac",
                "^\\\\d{4}-\\\\d\\\\d$; 2026-01; 2026-1",
                "b; abc; ac",
                "^[\\\\w/.-]+$; a/b-c; a b",
                "^(?:x|y)\\\\/$; x/; z/"
            })
    void patternsAreSearchedAsInTheStandard(String pattern, String fits, String fails) {
        String schema =
                "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\"" + pattern + "\"}}}";
        assertThat(validator.check(tool(schema), "{\"a\":\"" + fits + "\"}").problem())
                .isEmpty();
        assertThat(validator.check(tool(schema), "{\"a\":\"" + fails + "\"}").problem())
                .isPresent();
    }

    @Test
    void patternsThatCannotBeMatchedInLinearTimeAreLeftToTheTool() {
        assertThat(LinearPattern.compile("^(?!x)").isFoundIn("x")).isTrue();
        assertThat(LinearPattern.compile("(a)\\1").isFoundIn("b")).isTrue();
        assertThat(LinearPattern.compile("a".repeat(30_000)).isFoundIn("b")).isTrue();
        assertThat(LinearPattern.compile("(((a{1,100}){1,100}){1,100}){1,100}").isFoundIn("b"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "abc; 3",
                "a{5}; 5",
                "a{2,10}b; 11",
                "(a{10}){10}; 110",
                "((a{100}){100}){100}; 1010100",
                "[^]a{9}]{3}; 3",
                "\\(a\\); 3",
                "a{; 1",
                "); 1"
            })
    void theSizeOfAPatternCountsRepeatsOfRepeats(String pattern, long size) {
        assertThat(PatternSize.of(pattern)).isEqualTo(size);
    }

    @Test
    @Timeout(20)
    void patternsDoNotHang() {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"pattern\":\"(.*)(.*)(.*)(.*)(.*)[^a]$\"}}}";
        assertThat(validator
                        .check(tool(schema), "{\"a\":\"" + "a".repeat(3_000) + "\"}")
                        .problem())
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allOf", "anyOf", "oneOf"})
    @Timeout(20)
    void schemasThatMultiplyAreGivenUp(String keyword) {
        StringBuilder bomb = new StringBuilder("{\"type\":\"object\",\"$ref\":\"#/$defs/d0\",\"$defs\":{");
        for (int i = 0; i < 40; i++) {
            bomb.append("\"d%1$d\":{\"%3$s\":[{\"$ref\":\"#/$defs/d%2$d\"},{\"$ref\":\"#/$defs/d%2$d\"}]},"
                    .formatted(i, i + 1, keyword));
        }
        String schema = bomb + "\"d40\":{\"type\":\"string\"}}}";
        assertThat(validator.check(tool(schema), "{}").problem().orElseThrow())
                .contains("- $: checking this value takes too long (rule: size)");
    }

    @Test
    @Timeout(20)
    void valuesThatMultiplyInRecursiveSchemasAreGivenUp() {
        String schema = "{\"type\":\"object\",\"properties\":{\"k\":{\"oneOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}},"
                + "\"unevaluatedProperties\":false}";
        String value = "{\"k\":".repeat(150) + "1" + "}".repeat(150);
        assertThat(validator.check(tool(schema), value).problem().orElseThrow()).contains("takes too long");
    }

    @Test
    void aSchemaThatCannotBeUsedIsSaidAndTheToolNotRun() {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"https://example.invalid/a.json\"}}}";
        assertThat(validator.check(tool(schema), "{\"a\":1}").problem().orElseThrow())
                .contains("- $: the arguments cannot be checked. The schema cannot be used: ");
    }

    @Test
    void schemasWithOneIdDoNotMix() {
        String first =
                "{\"$id\":\"https://x.example/s\",\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}";
        String second = first.replace("string", "integer");
        assertThat(validator.check(tool(first), "{\"a\":\"x\"}").problem()).isEmpty();
        assertThat(validator.check(tool(second), "{\"a\":1}").problem()).isEmpty();
    }

    @Test
    void warmingUpNeverThrows() {
        assertThatCode(() -> schemas.warmUp(
                        List.of(new JsonSchema(SCHEMA), new JsonSchema("{"), new JsonSchema("{\"$ref\":\"x:y\"}"))))
                .doesNotThrowAnyException();
    }

    @Test
    void outputsAreCheckedToo() {
        StructuredOutputValidator outputs = new StructuredOutputValidator(schemas);
        ToolSpec tool = ToolSpec.builder("open")
                .outputSchema(new JsonSchema("{\"type\":\"object\",\"required\":[\"a\"]}"))
                .build();
        assertThat(outputs.problem(tool, ToolOutput.ofJson("{\"a\":1}"))).isEmpty();
        assertThat(outputs.problem(tool, ToolOutput.error("no"))).isEmpty();
        assertThat(outputs.problem(tool(SCHEMA), ToolOutput.text("x"))).isEmpty();
        assertThat(outputs.problem(tool, ToolOutput.ofJson("{}")))
                .contains("The output of tool 'open' does not fit its output schema:\n"
                        + "- $: required property 'a' not found (rule: required)");
        assertThat(outputs.problem(tool, ToolOutput.text("x")))
                .contains("The output of tool 'open' does not fit its output schema:\n- $: it has no structured part");
        assertThat(outputs.problem(tool.outputSchema().orElseThrow(), "Sure! {}")
                        .orElseThrow())
                .startsWith("- $: Not JSON at line 1");
    }

    private static ToolSpec tool(String schema) {
        return ToolSpec.builder("open").inputSchema(schema).build();
    }
}
