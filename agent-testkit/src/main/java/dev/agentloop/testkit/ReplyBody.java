package dev.agentloop.testkit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Reply} says. */
sealed interface ReplyBody {
    /** A stream, sent at once or by a control. */
    record Script(List<Sse> words, @Nullable StreamControl control) implements ReplyBody {}

    /** Bytes as they are. */
    record Fixed(byte[] bytes) implements ReplyBody {}

    /** An error in the form of the wire. */
    record Refusal(String code, String message) implements ReplyBody {}
}
