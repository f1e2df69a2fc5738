package dev.agentloop.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.agentloop.ModelException;
import dev.agentloop.TokenUsage;
import dev.agentloop.event.HostedItem;
import dev.agentloop.model.ModelEvent;
import dev.agentloop.model.ModelEvent.ItemStarted.Kind;
import dev.agentloop.model.ModelItem;
import dev.agentloop.model.ModelItem.Call.Form;
import dev.agentloop.model.Opaque;
import dev.agentloop.tool.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a script into the steps of an in-process model stream. One instance renders one response. */
final class ModelScript {
    /** What a stream does next. */
    sealed interface Step {
        /** Hands out an event. */
        record Give(ModelEvent event) implements Step {}

        /** Waits at a gate. */
        record Wait(Gate gate) implements Step {}

        /** Stays silent until closed. */
        record Stall() implements Step {}

        /** Fails. */
        record Fail(ModelException exception) implements Step {}
    }

    private final List<Step> steps = new ArrayList<>();
    private final int number;
    private int items;

    private ModelScript(int number) {
        this.number = number;
    }

    static List<Step> render(List<Sse> script, int number) {
        ModelScript rendered = new ModelScript(number);
        TokenUsage usage = Sse.usageOf(script).orElse(TokenUsage.NONE);
        for (Sse word : script) {
            rendered.add(word.part(), usage);
        }
        rendered.complete(ModelEvent.StopReason.DONE, "", usage);
        return rendered.steps;
    }

    private void add(Part part, TokenUsage usage) {
        if (part instanceof Part.Text text) {
            message(text.deltas(), text.text());
        } else if (part instanceof Part.Refusal refusal) {
            message(Sse.split(refusal.text()), refusal.text());
        } else if (part instanceof Part.Reasoning reasoning) {
            reasoning(reasoning);
        } else if (part instanceof Part.Call call) {
            call(call);
        } else if (part instanceof Part.Item item) {
            hosted(Json.parseObject(item.json()));
        } else if (part instanceof Part.Failed failed) {
            steps.add(new Step.Fail(failure(failed.code(), failed.message())));
        } else if (part instanceof Part.Error error) {
            steps.add(new Step.Fail(failure(error.code(), error.message())));
        } else if (part instanceof Part.Incomplete incomplete) {
            complete(stopReason(incomplete.reason()), incomplete.reason(), usage);
        } else if (part instanceof Part.NoTerminalEvent) {
            steps.add(new Step.Fail(
                    ModelException.builder(ModelException.Kind.STREAM_CUT, "The scripted stream ended early")
                            .build()));
        } else if (part instanceof Part.Event event) {
            give(new ModelEvent.Unknown(event.type(), Optional.of(event.json())));
        } else if (part instanceof Part.Comment) {
            give(ModelEvent.KeepAlive.INSTANCE);
        } else if (part instanceof Part.Pause pause) {
            steps.add(new Step.Wait(pause.gate()));
        } else if (part instanceof Part.Stall) {
            steps.add(new Step.Stall());
        } else if (part instanceof Part.Raw) {
            throw new IllegalArgumentException("Sse.raw needs a wire: use ScriptedModelServer, or Sse.event here");
        }
    }

    private void message(List<String> deltas, String text) {
        String id = nextId("msg");
        give(new ModelEvent.ItemStarted(id, Kind.MESSAGE, ""));
        deltas.forEach(delta -> give(new ModelEvent.TextDelta(id, delta)));
        give(new ModelEvent.ItemDone(
                id,
                new ModelItem.Message(
                        id, ModelItem.Role.ASSISTANT, List.of(new Content.Text(text)), Optional.empty())));
    }

    private void reasoning(Part.Reasoning reasoning) {
        String id = nextId("rs");
        give(new ModelEvent.ItemStarted(id, Kind.REASONING, ""));
        Sse.split(reasoning.summary()).forEach(delta -> give(new ModelEvent.ReasoningDelta(id, delta, true)));
        Sse.split(reasoning.text()).forEach(delta -> give(new ModelEvent.ReasoningDelta(id, delta, false)));
        Optional<Opaque> opaque = reasoning
                .encrypted()
                .map(secret -> opaque(Json.object().put("id", id).put("encrypted_content", secret)));
        give(new ModelEvent.ItemDone(id, new ModelItem.Reasoning(id, reasoning.summary(), reasoning.text(), opaque)));
    }

    private void call(Part.Call call) {
        String id = nextId("call");
        give(new ModelEvent.ItemStarted(id, Kind.CALL, call.name()));
        Sse.split(call.arguments()).forEach(delta -> give(new ModelEvent.ArgumentsDelta(id, delta)));
        Form form = call.freeform() ? Form.FREEFORM : Form.FUNCTION;
        give(new ModelEvent.ItemDone(
                id, new ModelItem.Call(id, call.callId(), call.name(), form, call.arguments(), Optional.empty())));
    }

    private void hosted(ObjectNode item) {
        String id = item.path("id").asText(nextId("item"));
        String type = item.path("type").asText();
        give(new ModelEvent.ItemStarted(id, Kind.HOSTED, ""));
        HostedItem view = new HostedItem.Unknown(id, type, item.path("status").asText(""), item.toString());
        give(new ModelEvent.ItemDone(id, new ModelItem.Hosted(view, Optional.of(opaque(item)))));
    }

    private void complete(ModelEvent.StopReason reason, String detail, TokenUsage usage) {
        give(new ModelEvent.Completed(reason, detail, usage, "resp_" + number, ScriptedModelServer.MODEL));
    }

    private void give(ModelEvent event) {
        steps.add(new Step.Give(event));
    }

    private String nextId(String prefix) {
        return prefix + "_" + number + "_" + items++;
    }

    private static Opaque opaque(ObjectNode json) {
        return new Opaque(ScriptedModelProvider.ID, json.toString());
    }

    private static ModelEvent.StopReason stopReason(String reason) {
        return switch (reason) {
            case "max_output_tokens" -> ModelEvent.StopReason.MAX_OUTPUT_TOKENS;
            case "content_filter" -> ModelEvent.StopReason.CONTENT_FILTER;
            default -> ModelEvent.StopReason.OTHER;
        };
    }

    private static ModelException failure(String code, String message) {
        ModelException.Kind kind = switch (code) {
            case "rate_limit_exceeded" -> ModelException.Kind.RATE_LIMIT;
            case "insufficient_quota" -> ModelException.Kind.QUOTA;
            case "context_length_exceeded" -> ModelException.Kind.CONTEXT_WINDOW;
            case "server_error", "server_is_overloaded" -> ModelException.Kind.SERVER;
            case "invalid_prompt" -> ModelException.Kind.INVALID_REQUEST;
            default -> ModelException.Kind.OTHER;
        };
        return ModelException.builder(kind, message).code(code).build();
    }
}
