package dev.agentloop.runtime.model.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelInfo;
import dev.agentloop.runtime.model.http.ExtraParameters;
import dev.agentloop.runtime.model.http.StrictSchema;
import dev.agentloop.tool.JsonSchema;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownModelsTest {
    private static final KnownModels OPENAI = new KnownModels(ModelEndpoint.openAi());
    private static final KnownModels LOCAL = new KnownModels(
            ModelEndpoint.responses(URI.create("http://localhost:1234/v1")).build());

    @ParameterizedTest
    @CsvSource({
        "gpt-5, true, true, true",
        "gpt-5.5-2026-04-23, true, true, true",
        "gpt-12-codex, true, true, true",
        "gpt-5-chat-latest, false, false, false",
        "gpt-4o-mini, false, false, false",
        "gpt-4.1, false, false, false",
        "o4-mini, false, true, true",
        "gpt-oss-20b, false, true, false",
        "something, false, true, false",
    })
    void whatAModelOfOpenAiTakes(String model, boolean freeform, boolean encryptedReasoning, boolean summary) {
        assertThat(OPENAI.info(model).freeformTools()).isEqualTo(freeform);
        assertThat(OPENAI.takesEncryptedReasoning(model)).isEqualTo(encryptedReasoning);
        assertThat(OPENAI.givesReasoningSummary(model)).isEqualTo(summary);
    }

    @Test
    void elsewhereANameSaysNothing() {
        assertThat(LOCAL.info("gpt-5")).isEqualTo(ModelInfo.unknown("gpt-5"));
        assertThat(LOCAL.givesReasoningSummary("gpt-5")).isFalse();
    }

    @Test
    void whatTheApplicationSaysComesFirst() {
        ModelInfo mine = new ModelInfo("gpt-5", 10, 5, false, false);
        ModelEndpoint endpoint = ModelEndpoint.responses(URI.create("https://api.openai.com/v1"))
                .model(mine)
                .build();
        assertThat(new KnownModels(endpoint).info("gpt-5")).isEqualTo(mine);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a'],'additionalProperties':false}|true",
                "{'type':'object','properties':{'a':{'type':'string'}},'required':[],'additionalProperties':false}|false",
                "{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}|false",
                "{'type':'object','properties':{'a':{'type':'array','items':{'type':'object'}}},'required':['a'],"
                        + "'additionalProperties':false}|false",
                "{'type':'object','properties':{'a':{'oneOf':[{'type':'string'}]}},'required':['a'],"
                        + "'additionalProperties':false}|false",
                "{'type':'array','items':{'type':'string'}}|false",
                "not json|false",
            })
    void aSchemaIsSentAsStrictOnlyWhenTheServiceWouldTakeIt(String schema, boolean strict) {
        assertThat(StrictSchema.allows(new JsonSchema(schema.replace('\'', '"'))))
                .isEqualTo(strict);
    }

    @Test
    void aReasoningSummaryIsAskedForBehindTheInput() {
        RequestWriter writer = new RequestWriter(ResponsesModelProvider.ID, ExtraParameters.NONE);
        var request = Requests.hello();
        List<String> bodies = new ArrayList<>();
        for (boolean summary : new boolean[] {true, false}) {
            okio.Buffer body = new okio.Buffer();
            try {
                writer.write(request, new Dialect(false, true, summary, true, true), request.input(), Optional.empty())
                        .writeTo(body);
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
            bodies.add(body.readUtf8());
        }
        assertThat(bodies.get(0)).contains("],\"reasoning\":{\"summary\":\"auto\"},");
        assertThat(bodies.get(1)).doesNotContain("\"reasoning\":{");
    }
}
