package dev.agentloop.runtime.model.chat;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.testkit.tck.ModelProviderTck;
import java.net.URI;
import java.util.Optional;

class ChatModelProviderTckTest extends ModelProviderTck {
    @Override
    protected Wire wire() {
        return Wire.CHAT_COMPLETIONS;
    }

    @Override
    protected ModelProvider provider(URI baseUrl) {
        return new ChatModelProvider(ModelEndpoint.chatCompletions(baseUrl).build(), Optional.of(() -> "scripted-key"));
    }

    @Override
    protected Optional<String> goldenRequest() {
        return Optional.of("""
                {"model":"tck-model","stream":true,"stream_options":{"include_usage":true},
                 "tools":[
                   {"type":"function","function":{"name":"zebra","description":"The tool zebra.",
                    "parameters":{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}}},
                   {"type":"function","function":{"name":"add","description":"The tool add.",
                    "parameters":{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}}}],
                 "messages":[
                   {"role":"system","content":"Be brief."},
                   {"role":"system","content":"Rules."},
                   {"role":"user","content":"What is 1 + 2?"},
                   {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
                    "function":{"name":"add","arguments":"{\\"a\\":1,\\"b\\":2}"}}]},
                   {"role":"tool","tool_call_id":"call_1","content":"3"}],
                 "reasoning_effort":"low",
                 "response_format":{"type":"json_schema","json_schema":{"name":"output","strict":true,
                   "schema":{"type":"object","properties":{"sum":{"type":"integer"}},"required":["sum"],
                             "additionalProperties":false}}}}""");
    }
}
