package dev.agentloop.testkit;

import dev.agentloop.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The words of a script: each value is one thing a model says in a response. The same words drive
 * {@link ScriptedModelServer}, which turns them into the events of the real service, and {@link ScriptedModelProvider}.
 *
 * <p>A response without a word about its end is completed, with {@link #DEFAULT_USAGE}. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Sse {
    /** The tokens of every scripted response that names no others. */
    public static final TokenUsage DEFAULT_USAGE = TokenUsage.of(100, 10);

    private static final int MAX_DELTAS = 8;

    private final Part part;

    private Sse(Part part) {
        this.part = part;
    }

    Part part() {
        return part;
    }

    /** The words as a script, or an error when one follows the end of the response. */
    static List<Sse> script(Sse... words) {
        for (int i = 0; i < words.length - 1; i++) {
            if (words[i].part.endsResponse()) {
                throw new IllegalArgumentException(
                        "Nothing may follow " + words[i] + " in a response, but " + words[i + 1] + " does");
            }
        }
        return List.of(words);
    }

    /** The tokens that a script tells. */
    static Optional<TokenUsage> usageOf(List<Sse> script) {
        Optional<TokenUsage> usage = Optional.of(DEFAULT_USAGE);
        for (Sse word : script) {
            if (word.part instanceof Part.Usage told) {
                usage = told.usage();
            }
        }
        return usage;
    }

    /** A message, sent in several deltas. */
    public static Sse text(String text) {
        return new Sse(new Part.Text(split(text)));
    }

    /** A message, sent in exactly these deltas. */
    public static Sse deltas(String... deltas) {
        return new Sse(new Part.Text(List.of(deltas)));
    }

    /** A refusal. */
    public static Sse refusal(String text) {
        return new Sse(new Part.Refusal(text));
    }

    /** Reasoning with a summary and encrypted content. */
    public static Sse reasoning(String summary, String encrypted) {
        return new Sse(new Part.Reasoning(summary, "", Optional.of(encrypted)));
    }

    /** Reasoning with a summary only. */
    public static Sse reasoning(String summary) {
        return new Sse(new Part.Reasoning(summary, "", Optional.empty()));
    }

    /** Reasoning whose text is shown, as open models do. */
    public static Sse reasoningText(String text) {
        return new Sse(new Part.Reasoning("", text, Optional.empty()));
    }

    /**
     * A call of a tool.
     *
     * @param callId the id its output must carry
     * @param argumentsJson sent as it is, so it may be wrong on purpose
     */
    public static Sse call(String callId, String name, String argumentsJson) {
        return new Sse(new Part.Call(callId, name, argumentsJson, false));
    }

    /** A call of a freeform tool; on wires without them a call whose argument {@code input} is the text. */
    public static Sse customCall(String callId, String name, String input) {
        return new Sse(new Part.Call(callId, name, input, true));
    }

    /**
     * Anything else that a response holds, as JSON of the wire, such as a web search: an output item of Responses, which
     * gets an {@code id} when it has none, or a content block of Messages. Chat Completions has no such things.
     */
    public static Sse item(String json) {
        return new Sse(new Part.Item(Json.parseObject(json).toString()));
    }

    /** The tokens this response reports. */
    public static Sse usage(long input, long cached, long output, long reasoning) {
        return new Sse(new Part.Usage(Optional.of(new TokenUsage(input, cached, 0, output, reasoning))));
    }

    /** No tokens are reported, as some services do. */
    public static Sse withoutUsage() {
        return new Sse(new Part.Usage(Optional.empty()));
    }

    /** The response fails with this error. Nothing follows. */
    public static Sse failed(String code, String message) {
        return new Sse(new Part.Failed(code, message));
    }

    /** An {@code error} event ends the stream. Nothing follows. */
    public static Sse error(String code, String message) {
        return new Sse(new Part.Error(code, message));
    }

    /** The response ends early, for example with {@code max_output_tokens}. Nothing follows. */
    public static Sse incomplete(String reason) {
        return new Sse(new Part.Incomplete(reason));
    }

    /** The stream ends cleanly without a terminal event: a silent truncation. Nothing follows. */
    public static Sse noTerminalEvent() {
        return new Sse(new Part.NoTerminalEvent());
    }

    /** An event of any type, such as one that no client knows yet. */
    public static Sse event(String type, String json) {
        return new Sse(new Part.Event(type, Json.parseObject(json).toString()));
    }

    /** Text written to the stream as it is; an empty line is added when the text does not end with one. */
    public static Sse raw(String event) {
        return new Sse(new Part.Raw(event));
    }

    /** A comment, the usual sign of life. */
    public static Sse comment(String text) {
        return new Sse(new Part.Comment(text));
    }

    /** Sends what came before and waits until the gate is open. */
    public static Sse waitFor(Gate gate) {
        return new Sse(new Part.Pause(Objects.requireNonNull(gate, "gate")));
    }

    /** Sends what came before and then nothing, until the client or the server closes. Nothing follows. */
    public static Sse stall() {
        return new Sse(new Part.Stall());
    }

    /** Pieces of about equal size that do not tear a surrogate pair apart. */
    static List<String> split(String text) {
        int size = Math.max(1, (text.length() + MAX_DELTAS - 1) / MAX_DELTAS);
        List<String> pieces = new ArrayList<>(MAX_DELTAS);
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(text.length(), start + size);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end++;
            }
            pieces.add(text.substring(start, end));
            start = end;
        }
        return pieces;
    }

    @Override
    public String toString() {
        return part.toString();
    }
}
