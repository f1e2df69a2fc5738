package dev.agentloop.runtime.model.responses;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.testkit.tck.ModelProviderTck;
import java.net.URI;
import java.util.Optional;

class ResponsesModelProviderTckTest extends ModelProviderTck {
    @Override
    protected ModelProvider provider(URI baseUrl) {
        return new ResponsesModelProvider(ModelEndpoint.responses(baseUrl).build(), Optional.of(() -> "scripted-key"));
    }

    @Override
    protected Optional<String> goldenRequest() {
        return Optional.of("""
                {"model":"tck-model","stream":true,"store":false,"include":["reasoning.encrypted_content"],
                 "instructions":"Be brief.","parallel_tool_calls":true,
                 "tools":[
                   {"type":"function","name":"zebra","description":"The tool zebra.","strict":false,
                    "parameters":{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}},
                   {"type":"function","name":"add","description":"The tool add.","strict":false,
                    "parameters":{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}}],
                 "input":[
                   {"type":"message","role":"developer","content":[{"type":"input_text","text":"Rules."}]},
                   {"type":"message","role":"user","content":[{"type":"input_text","text":"What is 1 + 2?"}]},
                   {"type":"function_call","call_id":"call_1","name":"add","arguments":"{\\"a\\":1,\\"b\\":2}"},
                   {"type":"function_call_output","call_id":"call_1","output":"3"}],
                 "reasoning":{"effort":"low"},
                 "text":{"format":{"type":"json_schema","name":"output","strict":true,
                   "schema":{"type":"object","properties":{"sum":{"type":"integer"}},"required":["sum"],
                             "additionalProperties":false}}},
                 "prompt_cache_key":"session-1"}""");
    }
}
