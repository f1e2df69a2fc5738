package dev.agentloop.testkit;

import dev.agentloop.TokenUsage;
import java.util.List;
import java.util.Optional;

/** What one {@link Sse} stands for, as data, so that each wire can render it. */
sealed interface Part {
    /** Whether nothing may follow in the same response. */
    default boolean endsResponse() {
        return false;
    }

    /** A part after which nothing follows. */
    sealed interface End extends Part {
        @Override
        default boolean endsResponse() {
            return true;
        }
    }

    /** A message of the model; the deltas are sent one by one. */
    record Text(List<String> deltas) implements Part {
        String text() {
            return String.join("", deltas);
        }
    }

    /** The model refuses. */
    record Refusal(String text) implements Part {}

    /** Reasoning. */
    record Reasoning(String summary, String text, Optional<String> encrypted) implements Part {}

    /** A call of a tool, with JSON arguments or with free text. */
    record Call(String callId, String name, String arguments, boolean freeform) implements Part {}

    /** Any item of the Responses wire, as JSON. */
    record Item(String json) implements Part {}

    /** The tokens reported at the end; empty: none are. */
    record Usage(Optional<TokenUsage> usage) implements Part {}

    /** The response fails. */
    record Failed(String code, String message) implements End {}

    /** An error event instead of a response's own end. */
    record Error(String code, String message) implements End {}

    /** The response ends early. */
    record Incomplete(String reason) implements End {}

    /** The stream ends, cleanly, without saying how the response ended. */
    record NoTerminalEvent() implements End {}

    /** An event of any type. */
    record Event(String type, String json) implements Part {}

    /** Text written as it is. */
    record Raw(String text) implements Part {}

    /** A comment of the event stream. */
    record Comment(String text) implements Part {}

    /** Waits until the gate opens. */
    record Pause(Gate gate) implements Part {}

    /** Silence until somebody closes. */
    record Stall() implements End {}
}
