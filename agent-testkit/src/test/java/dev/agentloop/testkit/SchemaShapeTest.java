package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaShapeTest {
    @Test
    void rightSchemasHaveNoProblems() {
        assertThat(SchemaShape.problemsOfArguments("""
                        {"type":"object","properties":{"a":{"type":["string","null"],"enum":["x",null]},
                         "b":{"type":"array","items":{"$ref":"#/$defs/n"},"minItems":1},"c":true},
                         "required":["a"],"additionalProperties":false,"x-own":1,
                         "$defs":{"n":{"anyOf":[{"type":"integer","minimum":0},{"type":"null"}]}}}""")).isEmpty();
    }

    @Test
    void wrongSchemasAreExplainedWithTheirPlace() {
        assertThat(SchemaShape.problems("{")).singleElement().asString().startsWith("not JSON");
        assertThat(SchemaShape.problems("[]")).containsExactly(": neither an object nor a boolean");
        assertThat(SchemaShape.problems("{\"properties\":{\"a\":{\"type\":\"text\"}}}"))
                .singleElement()
                .asString()
                .startsWith("/properties/a/type: should be one of ");
        assertThat(SchemaShape.problems(
                        "{\"properties\":{},\"required\":[\"a\"],\"additionalProperties\":false,\"anyOf\":[]}"))
                .containsExactly(
                        "/anyOf: should be a list of schemas",
                        "/required: should be a list of allowed properties, but has \"a\"");
        assertThat(SchemaShape.problems("{\"minimum\":\"1\",\"title\":1,\"enum\":1,\"items\":1}"))
                .containsExactly(
                        "/minimum: should be a number",
                        "/title: should be a text",
                        "/enum: should be a list",
                        "/items: neither an object nor a boolean");
        assertThat(SchemaShape.problemsOfArguments("{\"type\":\"string\"}"))
                .containsExactly("the type of arguments must be \"object\"");
    }
}
