package dev.agentloop.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordedRequestTest {
    private static final String BODY = """
            {"model":"m","input":[
              {"type":"message","role":"developer","content":"rules"},
              {"role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_image","image_url":"u"}]},
              {"type":"function_call","call_id":"c1","name":"add","arguments":"{}"},
              {"type":"function_call_output","call_id":"c1","output":"3"},
              {"type":"custom_tool_call_output","call_id":"c2","output":[{"type":"input_text","text":"x"},
               {"type":"input_text","text":"y"}]}],
             "tools":[{"type":"function","name":"add"},{"type":"web_search"}],"max_output_tokens":7}""";

    private final RecordedRequest request = request(BODY);

    @Test
    void valuesAreFoundByPointer() {
        assertThat(request.at("/input/1/content/0/text")).isEqualTo("hi");
        assertThat(request.at("/tools/1")).isEqualTo("{\"type\":\"web_search\"}");
        assertThat(request.numberAt("/max_output_tokens")).isEqualTo(7);
        assertThat(request.has("/nothing")).isFalse();
        assertThatThrownBy(() -> request.at("/nothing"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Nothing at /nothing");
        assertThatThrownBy(() -> request.numberAt("/model"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no whole number");
    }

    @Test
    void textsToolsAndOutputsAreFoundByName() {
        assertThat(request.inputTypes())
                .containsExactly(
                        "developer", "user", "function_call", "function_call_output", "custom_tool_call_output");
        assertThat(request.inputTexts()).containsExactly("rules", "hi");
        assertThat(request.toolNames()).containsExactly("add", "web_search");
        assertThat(request.toolOutput("c1")).isEqualTo("3");
        assertThat(request.toolOutput("c2")).isEqualTo("x\ny");
        assertThat(request.toolOutputCallIds()).containsExactly("c1", "c2");
        assertThatThrownBy(() -> request.toolOutput("c3"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No output for call c3");
        assertThat(request("{\"input\":\"plain\"}").inputTexts()).containsExactly("plain");
    }

    @Test
    void pathQueryAndHeadersAreSeparated() {
        assertThat(request.path()).isEqualTo("/v1/responses");
        assertThat(request.query()).isEqualTo("api-version=1");
        assertThat(request.header("Content-Type")).hasValue("application/json");
        assertThat(request.header("x-nothing")).isEmpty();
        assertThat(request.body()).isEqualTo(BODY);
        assertThat(request.model()).isEqualTo("m");
        assertThat(request("no json").model()).isEqualTo(ScriptedModelServer.MODEL);
        assertThatThrownBy(() -> request("no json").at("/a"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not JSON");
    }

    @Test
    void aLongerInputContinuesAShorterOne() {
        RecordedRequest first = request("{\"model\":\"m\",\"input\":[{\"a\":1}],\"stream\":true}");
        RecordedRequest second = request("{\"model\":\"m\",\"input\":[{\"a\":1},{\"b\":2}],\"stream\":true}");

        assertThatCode(() -> PrefixCheck.assertStable(List.of(first, first, second)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> first.assertContinues(second)).isInstanceOf(AssertionError.class);
    }

    @Test
    void aChangedByteIsShown() {
        RecordedRequest first = request("{\"model\":\"m\",\"input\":[{\"a\":1}]}");

        for (String later : List.of(
                "{\"model\":\"m\",\"input\":[{\"a\":2},{\"b\":2}]}",
                "{\"model\":\"m\",\"input\":[{\"a\": 1},{\"b\":2}]}",
                "{\"model\":\"n\",\"input\":[{\"a\":1}]}",
                "{\"model\":\"m\",\"input\":[{\"a\":1} ,{\"b\":2}]}",
                "{\"model\":\"m\",\"input\":[]}")) {
            assertThatThrownBy(() -> PrefixCheck.assertStable(List.of(first, request(later))))
                    .as(later)
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void requestsAreComparedWithinTheirCacheKey() {
        RecordedRequest one = request("{\"prompt_cache_key\":\"one\",\"input\":[{\"a\":1}]}");
        RecordedRequest two = request("{\"prompt_cache_key\":\"two\",\"input\":[{\"b\":1}]}");
        RecordedRequest oneLater = request("{\"prompt_cache_key\":\"one\",\"input\":[{\"a\":1},{\"c\":1}]}");

        assertThatCode(() -> PrefixCheck.assertStable(List.of(one, two, oneLater)))
                .doesNotThrowAnyException();
    }

    private static RecordedRequest request(String body) {
        return new RecordedRequest(
                "POST",
                "/v1/responses?api-version=1",
                Map.of("content-type", List.of("application/json")),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
