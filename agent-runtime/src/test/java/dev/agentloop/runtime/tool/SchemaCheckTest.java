package dev.agentloop.runtime.tool;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.agentloop.tool.JsonSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCheckTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {                                                  | Not JSON at line 1
                    []                                                 | at its root: a schema must be an object
                    {"properties":{}}                                  | at /type: the schema of arguments needs "type": "object"
                    {"type":["object"]}                                | at /type: the schema of arguments needs "type": "object"
                    {"type":"object","properties":[]}                  | at /properties: must be an object, found []
                    {"type":"object","properties":{"a":5}}             | at /properties/a: a schema must be an object or a boolean, found 5
                    {"type":"object","properties":{"a/b":{"type":"x"}}} | at /properties/a~1b/type: must be one of [array, boolean,
                    {"type":"object","required":true}                  | at /required: must be a list of property names, found true
                    {"type":"object","required":[1]}                   | at /required/0: must be a property name
                    {"type":"object","anyOf":[]}                       | at /anyOf: must be a list of at least one schema
                    {"type":"object","not":{"minLength":-1}}           | at /not/minLength: must be a number from 0
                    {"type":"object","items":[{"enum":"x"}]}           | at /items/0/enum: must be a list of values
                    {"type":"object","if":{"minimum":"1"}}             | at /if/minimum: must be a number
                    {"type":"object","then":{"multipleOf":0}}          | at /then/multipleOf: must be above 0
                    {"type":"object","else":{"pattern":1}}             | at /else/pattern: must be a text
                    {"type":"object","exclusiveMinimum":"1"}           | at /exclusiveMinimum: must be a number
                    {"type":"object","dependencies":{"a":{"type":1}}}  | at /dependencies/a/type: must be one of
                    {"type":"object","$ref":"#/$defs/a"}               | $ref "#/$defs/a" leads to no place in the schema
                    {"type":"object","$ref":"#a"}                      | $ref "#a" leads to no place in the schema
                    {"type":"object","$ref":"https://x.example/a"}     | nothing is loaded from elsewhere
                    {"type":"object","$ref":"#"}                       | $ref "#" leads back to itself
                    """)
    void whatIsWrongInASchemaNamesThePlace(String schema, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaCheck.requireArguments(new JsonSchema(schema)))
                .withMessageContaining(problem);
    }

    @Test
    void loopsOverSeveralReferencesAreFound() {
        String schema = "{\"type\":\"object\",\"anyOf\":[{\"$ref\":\"#/$defs/a\"}],\"$defs\":{"
                + "\"a\":{\"not\":{\"$ref\":\"#/$defs/b\"}},\"b\":{\"allOf\":[{\"$ref\":\"#/$defs/a\"}]}}}";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaCheck.requireArguments(new JsonSchema(schema)))
                .withMessageContaining("which never ends");
    }

    @Test
    void hugeSchemasAreRefused() {
        String schema = "{\"type\":\"object\",\"description\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SchemaCheck.requireArguments(new JsonSchema(schema)))
                .withMessageContaining("more than 1048576");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"object\"}",
                "{\"type\":\"object\",\"x-own\":{\"type\":\"anything\"},\"nullable\":true,\"example\":[1]}",
                "{\"type\":\"object\",\"properties\":{\"type\":{\"type\":[\"string\",\"null\"]},\"required\":true}}",
                "{\"type\":\"object\",\"properties\":{\"next\":{\"$ref\":\"#\"}}}",
                "{\"type\":\"object\",\"minimum\":1,\"exclusiveMinimum\":true,\"dependencies\":{\"a\":[\"b\"]}}",
                "{\"type\":\"object\",\"$ref\":\"#here\",\"$defs\":{\"a\":{\"$anchor\":\"here\"}}}",
                "{\"type\":\"object\",\"$ref\":\"#/$defs/a%20b~1c\",\"$defs\":{\"a b/c\":{}}}",
                "{\"$id\":\"https://x.example/a\",\"type\":\"object\",\"properties\":{\"k\":{\"$ref\":\"b\"}},"
                        + "\"$defs\":{\"b\":{\"$id\":\"https://x.example/b\"}}}",
                "{\"type\":\"object\",\"properties\":{\"k\":{\"$ref\":\"http://json-schema.org/draft-07/schema#\"}}}"
            })
    void schemasOfAllDialectsAreTaken(String schema) {
        assertThatCode(() -> SchemaCheck.requireArguments(new JsonSchema(schema)))
                .doesNotThrowAnyException();
    }

    @Test
    void outputsNeedNotBeObjects() {
        assertThatCode(() -> SchemaCheck.requireOutput(new JsonSchema("{\"type\":\"array\",\"items\":true}")))
                .doesNotThrowAnyException();
    }
}
