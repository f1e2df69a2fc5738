package dev.agentloop.runtime.model.anthropic;

import dev.agentloop.model.ModelEndpoint;
import dev.agentloop.model.ModelEndpoint.Wire;
import dev.agentloop.spi.ModelProvider;
import dev.agentloop.testkit.tck.ModelProviderTck;
import java.net.URI;
import java.util.Optional;

class AnthropicModelProviderTckTest extends ModelProviderTck {
    @Override
    protected Wire wire() {
        return Wire.ANTHROPIC_MESSAGES;
    }

    @Override
    protected ModelProvider provider(URI baseUrl) {
        return new AnthropicModelProvider(
                ModelEndpoint.anthropicMessages(baseUrl).build(), Optional.of(() -> "scripted-key"));
    }

    @Override
    protected Optional<String> goldenRequest() {
        return Optional.of("""
                {"model":"tck-model","stream":true,
                 "tools":[
                   {"name":"zebra","description":"The tool zebra.",
                    "input_schema":{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}},
                   {"name":"add","description":"The tool add.",
                    "input_schema":{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false},
                    "cache_control":{"type":"ephemeral"}},
                   {"name":"structured_answer","description":"Gives the final answer to the user. Call it once, when all \
                other work is done; its arguments are the whole answer and nothing may follow.",
                    "input_schema":{"type":"object","properties":{"sum":{"type":"integer"}},"required":["sum"],
                      "additionalProperties":false}}],
                 "system":[{"type":"text","text":"Be brief."},
                   {"type":"text","text":"Rules.","cache_control":{"type":"ephemeral"}}],
                 "messages":[
                   {"role":"user","content":[
                     {"type":"text","text":"What is 1 + 2?","cache_control":{"type":"ephemeral"}}]},
                   {"role":"assistant","content":[
                     {"type":"tool_use","id":"call_1","name":"add","input":{"a":1,"b":2}}]},
                   {"role":"user","content":[
                     {"type":"tool_result","tool_use_id":"call_1","content":"3","cache_control":{"type":"ephemeral"}}]}],
                 "max_tokens":8192,
                 "tool_choice":{"type":"any"}}""");
    }
}
