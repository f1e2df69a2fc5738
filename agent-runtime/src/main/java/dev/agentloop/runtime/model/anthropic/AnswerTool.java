package dev.agentloop.runtime.model.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.agentloop.runtime.model.http.CleanText;
import dev.agentloop.tool.JsonSchema;
import java.io.IOException;

/**
 * The tool that stands for a structured answer: its arguments are the answer. Every service of this wire has tools; few
 * have a member for schemas.
 */
final class AnswerTool {
    static final String NAME = "structured_answer";

    private static final String DESCRIPTION = "Gives the final answer to the user. Call it once, when all other work is"
            + " done; its arguments are the whole answer and nothing may follow.";

    private AnswerTool() {}

    static void write(JsonSchema schema, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", NAME);
        json.writeStringField("description", DESCRIPTION);
        json.writeFieldName("input_schema");
        json.writeRawValue(CleanText.of(schema.json()));
        json.writeEndObject();
    }
}
